package io.caxton.client.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The regular files below a folder, sorted by path; no symbolic link is followed.
 *
 * @param root what the paths are relative to
 * @param bytes their sizes together
 * @param skipped files and folders that could not be looked at
 */
record InputFiles(Path root, List<String> paths, long bytes, int skipped) {
  /** What builds and running clusters write, and what is not ours to read. */
  private static final Set<String> SKIPPED_FOLDERS = Set.of(".git", "target", ".caxton");

  InputFiles {
    paths = List.copyOf(paths);
  }

  static InputFiles below(Path input) throws IOException {
    Path root = input.toRealPath();
    if (Files.isRegularFile(root, LinkOption.NOFOLLOW_LINKS)) {
      Path folder = root.getParent();
      return new InputFiles(
          folder, List.of(folder.relativize(root).toString()), Files.size(root), 0);
    }
    Visitor visitor = new Visitor(root);
    Files.walkFileTree(root, visitor);
    Collections.sort(visitor.paths);
    return new InputFiles(root, visitor.paths, visitor.bytes, visitor.skipped);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<String> paths = new ArrayList<>();
    private long bytes;
    private int skipped;

    Visitor(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      return !dir.equals(root) && SKIPPED_FOLDERS.contains(dir.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        paths.add(root.relativize(file).toString());
        bytes += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      skipped++;
      return FileVisitResult.CONTINUE;
    }
  }
}

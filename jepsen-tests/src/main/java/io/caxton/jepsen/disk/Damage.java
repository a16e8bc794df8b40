package io.caxton.jepsen.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Damages a file as a bad disk does. */
public final class Damage {
  private static final List<String> KINDS =
      List.of("log_inprogress_", "log_\\d", "raft-meta", "snapshot-", "base-", "delta-");

  private Damage() {}

  /**
   * Flips a bit of one file under the folder or cuts its end; says what; empty if none is there.
   */
  public static Optional<String> one(Path folder, Random random) {
    List<List<Path>> kinds = new ArrayList<>();
    try {
      for (String kind : KINDS) {
        List<Path> files = files(folder, kind);
        if (!files.isEmpty()) {
          kinds.add(files);
        }
      }
      if (kinds.isEmpty()) {
        return Optional.empty();
      }
      List<Path> files = kinds.get(random.nextInt(kinds.size()));
      Path file = files.get(random.nextInt(files.size()));
      return Optional.of(random.nextInt(3) == 0 ? cut(file, random) : flip(file, random));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot damage a file of " + folder, e);
    }
  }

  private static List<Path> files(Path folder, String kind) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(kind + ".*"))
          .filter(file -> !file.getFileName().toString().endsWith(".tmp"))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  private static String flip(Path file, Random random) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long at = position(used(bytes), random);
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ (1 << random.nextInt(8)));
      bytes.getFD().sync();
      return "a bit flips at byte %d of %s".formatted(at, file.getFileName());
    }
  }

  private static String cut(Path file, Random random) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long at = position(used(bytes), random);
      bytes.setLength(at);
      bytes.getFD().sync();
      return "%s is cut at byte %d".formatted(file.getFileName(), at);
    }
  }

  private static long position(long used, Random random) {
    return (long) (random.nextDouble() * used);
  }

  /** A segment is allocated ahead: damage beyond its last entry would be none. */
  private static long used(RandomAccessFile bytes) throws IOException {
    byte[] block = new byte[64 << 10];
    for (long end = bytes.length(); end > 0; end -= block.length) {
      long from = Math.max(0, end - block.length);
      bytes.seek(from);
      bytes.readFully(block, 0, (int) (end - from));
      for (int i = (int) (end - from) - 1; i >= 0; i--) {
        if (block[i] != 0) {
          return from + i + 1;
        }
      }
    }
    return bytes.length();
  }
}

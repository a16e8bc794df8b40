package io.caxton.jepsen.node;

import io.caxton.jepsen.host.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own in memory, of any size, that can be remounted; needs root. */
public final class SmallDisk implements AutoCloseable {
  private final Path mount;

  private SmallDisk(Path mount) {
    this.mount = mount;
  }

  public static SmallDisk of(Path mount, long megabytes) {
    try {
      Files.createDirectories(mount);
    } catch (IOException e) {
      throw new IllegalStateException("cannot create " + mount, e);
    }
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "caxton-test", mount.toString());
    return new SmallDisk(mount);
  }

  public Path mount() {
    return mount;
  }

  public void resize(long megabytes) {
    run("mount", "-o", "remount,size=" + megabytes + "m", mount.toString());
  }

  public void readOnly(boolean yes) {
    run("mount", "-o", "remount," + (yes ? "ro" : "rw"), mount.toString());
  }

  private static void run(String... command) {
    try {
      Process process =
          Children.adopt(new ProcessBuilder(command).redirectErrorStream(true).start());
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed: " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(List.of(command) + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", mount.toString());
  }
}

package io.caxton.jepsen.disk;

import io.caxton.jepsen.host.Ledger;
import io.caxton.jepsen.host.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file system of its own in a file. What was written to it and not fsynced can be lost on
 * purpose. Needs root and xfsprogs.
 */
public final class LoopDisk {
  private static final long BYTES = 448L << 20;
  private static final int UMOUNT_TRIES = 100;
  private static final String FILLER = "filler";
  private static final long LAST_BYTES = 1 << 20;

  private final Path image;
  private final Path mount;
  private final FileSystem kind;

  /** What is on it. */
  public enum FileSystem {
    XFS("mkfs.xfs", "-q", "-f"),
    EXT4("mkfs.ext4", "-q", "-F");

    private final String[] make;

    FileSystem(String... make) {
      this.make = make;
    }
  }

  private LoopDisk(Path image, Path mount, FileSystem kind) {
    this.image = image;
    this.mount = mount;
    this.kind = kind;
  }

  /** Empty and mounted. */
  public static LoopDisk make(Ledger ledger, Path folder, String name, FileSystem kind) {
    LoopDisk disk =
        new LoopDisk(folder.resolve(name + ".img"), folder.resolve(name + "-disk"), kind);
    ledger.note(Ledger.Kind.FILE, disk.image.toString());
    ledger.note(Ledger.Kind.MOUNT, disk.mount.toString());
    disk.format();
    disk.mount();
    return disk;
  }

  private void format() {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(0);
      file.setLength(BYTES);
      Files.createDirectories(mount);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + image, e);
    }
    String[] command = Arrays.copyOf(kind.make, kind.make.length + 1);
    command[kind.make.length] = image.toString();
    Shell.run(command);
  }

  public Path path() {
    return mount;
  }

  public boolean isMounted() {
    return Shell.isMounted(mount.toString());
  }

  public void mount() {
    Shell.run("mount", "-o", "loop,noatime", image.toString(), mount.toString());
  }

  /** From now on nothing reaches it: what was not fsynced before never will. */
  public void cutPower() {
    // Without -f: not even the journal is flushed.
    Shell.run("xfs_io", "-x", "-c", "shutdown", mount.toString());
  }

  /**
   * From now on it fails: reads and writes of an XFS, writes of an EXT4, which is read-only then.
   */
  public void fail() {
    if (kind == FileSystem.EXT4) {
      Shell.run("mount", "-o", "remount,abort", mount.toString());
    } else {
      cutPower();
    }
  }

  /** Leaves no room for a single block. */
  public void fill() {
    long room = mount.toFile().getUsableSpace() - LAST_BYTES;
    Path filler = mount.resolve(FILLER);
    if (room > 0) {
      Shell.attempt("fallocate", "-l", Long.toString(room), filler.toString());
    }
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(mount.resolve(FILLER + "-end"))) {
      for (long i = 0; i < 16 * LAST_BYTES / block.length; i++) {
        out.write(block);
        out.flush();
      }
    } catch (IOException full) {
      return;
    }
    throw new IllegalStateException(mount + " does not fill up");
  }

  /** Undoes {@link #fill}. */
  public void makeRoom() {
    try {
      Files.deleteIfExists(mount.resolve(FILLER));
      Files.deleteIfExists(mount.resolve(FILLER + "-end"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + mount, e);
    }
  }

  /** When nobody uses it any more: what is on it now is what a machine finds at its start. */
  public void umount() {
    for (int i = 0; isMounted(); i++) {
      Shell.Result result = Shell.attempt("umount", mount.toString());
      if (!result.ok()) {
        if (i > UMOUNT_TRIES) {
          throw new IllegalStateException("cannot unmount " + mount + ": " + result.output());
        }
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

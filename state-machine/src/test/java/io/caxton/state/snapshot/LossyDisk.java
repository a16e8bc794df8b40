package io.caxton.state.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A disk that remembers what was made durable, and calls a hook before each step. The hook may look
 * at what a crash would leave now, or fail the step. Only what goes through this object is known.
 */
final class LossyDisk extends Disk {
  /** May throw, then the step is not done; a write is done half. */
  interface Hook {
    void before(String step) throws IOException;
  }

  private final Map<Path, Integer> names = new HashMap<>();
  private final Map<Path, Integer> durableNames = new HashMap<>();
  private final Map<Integer, byte[]> durableContent = new HashMap<>();
  private int filesMade;
  private Hook hook = step -> {};

  void hook(Hook newHook) {
    hook = newHook;
  }

  /** As kill -9 leaves it: everything that was written. */
  void copyAfterKill(Path directory, Path to) throws IOException {
    Samples.copy(directory, to);
  }

  /**
   * As power loss leaves it: only content that was synced. Of the names given and taken since the
   * folder was last synced, each may have got to the disk or not.
   */
  void copyAfterPowerLoss(Random random, Path to) throws IOException {
    Files.createDirectories(to);
    Set<Path> known = new TreeSet<>(names.keySet());
    known.addAll(durableNames.keySet());
    for (Path name : known) {
      Integer id = (random.nextBoolean() ? names : durableNames).get(name);
      if (id != null) {
        byte[] content = durableContent.getOrDefault(id, new byte[0]);
        Files.write(to.resolve(name.getFileName()), content);
      }
    }
  }

  @Override
  Output create(Path file) throws IOException {
    hook.before("create " + file.getFileName());
    Output output = super.create(file);
    int id = filesMade++;
    names.put(file, id);
    return new Output() {
      @Override
      public void write(ByteBuffer from, long at) throws IOException {
        ByteBuffer half = from.slice(0, from.remaining() / 2);
        from.position(from.position() + half.remaining());
        int halfBytes = half.remaining();
        output.write(half, at);
        hook.before("write " + file.getFileName());
        output.write(from, at + halfBytes);
      }

      @Override
      public void read(ByteBuffer to, long at) throws IOException {
        output.read(to, at);
      }

      @Override
      public void sync() throws IOException {
        hook.before("sync " + file.getFileName());
        output.sync();
        durableContent.put(id, Files.readAllBytes(file));
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  void sync(Path file) throws IOException {
    hook.before("sync " + file.getFileName());
    super.sync(file);
    durableContent.put(names.get(file), Files.readAllBytes(file));
  }

  @Override
  void rename(Path from, Path to) throws IOException {
    hook.before("rename " + from.getFileName());
    super.rename(from, to);
    names.put(to, names.remove(from));
  }

  @Override
  void syncDirectory(Path directory) throws IOException {
    hook.before("syncDirectory");
    super.syncDirectory(directory);
    durableNames.clear();
    durableNames.putAll(names);
  }

  @Override
  void delete(Path file) throws IOException {
    hook.before("delete " + file.getFileName());
    super.delete(file);
    names.remove(file);
  }
}

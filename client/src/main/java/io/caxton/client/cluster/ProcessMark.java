package io.caxton.client.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Names one process for good: a pid alone may belong to somebody else by the time a signal is sent.
 *
 * @param start when it began, as the system counts it; differs for every process of one pid
 */
public record ProcessMark(long pid, String start) {

  /** Empty if there is no such process. */
  public static Optional<ProcessMark> of(long pid) {
    return startOf(pid).map(start -> new ProcessMark(pid, start));
  }

  public boolean isAlive() {
    return startOf(pid).filter(start::equals).isPresent();
  }

  /** SIGKILL, if it is still the same process. */
  public void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** SIGTERM, if it is still the same process. */
  public void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  private Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, pid + " " + start + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The process written down there, if it is still alive. */
  static Optional<ProcessMark> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).strip().split(" ");
    try {
      return Optional.of(
              new ProcessMark(Long.parseLong(words[0]), words.length > 1 ? words[1] : ""))
          .filter(ProcessMark::isAlive);
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }

  /** Linux says it in clock ticks since the boot, which no clock change moves. Zombies are dead. */
  private static Optional<String> startOf(long pid) {
    Path proc = Path.of("/proc");
    if (!Files.exists(proc.resolve("self"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(process -> process.info().startInstant().map(Object::toString).orElse("unknown"));
    }
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Optional.empty()
          : Optional.of(fields[19]);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}

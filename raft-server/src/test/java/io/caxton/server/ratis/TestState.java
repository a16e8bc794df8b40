package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Proposal;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.v1.Record;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A state that is the list of ticks applied. Its snapshots are two files, as the real ones: a small
 * manifest with the position, and a run with the ticks.
 */
final class TestState implements Replicated {
  private final Path directory;
  private final List<Long> ticks = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile LogPosition position = LogPosition.NONE;
  volatile LogPosition passed = LogPosition.NONE;
  final AtomicLong proposalsSeen = new AtomicLong();
  volatile long readyTerm = -1;
  final AtomicLong restores = new AtomicLong();
  final AtomicLong newestAsked = new AtomicLong();
  volatile Runnable onSnapshot = () -> {};
  volatile RuntimeException applyFailure;

  TestState(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  List<Long> ticks() {
    return new ArrayList<>(ticks);
  }

  @Override
  public LogPosition restore() {
    restores.incrementAndGet();
    Optional<SnapshotFile> newest = newestSnapshot();
    if (newest.isPresent() && newest.get().at().compareTo(position) >= 0) {
      try {
        String run = Files.readString(run(newest.get().at()));
        ticks.clear();
        Arrays.stream(run.split(","))
            .filter(t -> !t.isEmpty())
            .map(Long::valueOf)
            .forEach(ticks::add);
        position = newest.get().at();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return position;
  }

  @Override
  public void apply(LogPosition at, Record record, Optional<Proposal> proposal) {
    if (applyFailure != null) {
      throw applyFailure;
    }
    if (at.index() <= position.index()) {
      throw new IllegalStateException("applied " + at + " after " + position);
    }
    ticks.add(record.getTick());
    position = at;
    if (proposal.isPresent()) {
      proposalsSeen.incrementAndGet();
    }
  }

  @Override
  public void passed(LogPosition at) {
    passed = at;
  }

  @Override
  public void leaderReady(long term) {
    events.add("ready " + term);
    readyTerm = term;
  }

  @Override
  public void notLeader(long term) {
    events.add("not leader " + term);
  }

  @Override
  public Optional<SnapshotFile> newestSnapshot() {
    newestAsked.incrementAndGet();
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("manifest."))
          .map(file -> new SnapshotFile(position(file), file))
          .filter(snapshot -> Files.exists(run(snapshot.at())))
          .max(Comparator.comparing(SnapshotFile::at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beginSnapshot() {
    try {
      Files.writeString(
          run(position), String.join(",", ticks.stream().map(String::valueOf).toList()));
      Files.writeString(
          directory.resolve("manifest." + position.term() + "." + position.index()),
          "at " + position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    onSnapshot.run();
  }

  /** Copies what another node has. */
  static SnapshotFetcher from(List<TestState> others, TestState self) {
    return (at, manifest) -> {
      for (TestState other : others) {
        Optional<SnapshotFile> theirs = other.newestSnapshot();
        if (other != self && theirs.isPresent() && theirs.get().at().compareTo(at) >= 0) {
          LogPosition taken = theirs.get().at();
          Files.copy(other.run(taken), self.run(taken), StandardCopyOption.REPLACE_EXISTING);
          Files.copy(
              theirs.get().manifest(),
              self.directory.resolve(theirs.get().manifest().getFileName()),
              StandardCopyOption.REPLACE_EXISTING);
          return;
        }
      }
      throw new IOException("nobody has a snapshot at " + at);
    };
  }

  Path run(LogPosition at) {
    return directory.resolve("run." + at.term() + "." + at.index());
  }

  private static LogPosition position(Path manifest) {
    String[] parts = manifest.getFileName().toString().split("\\.");
    return new LogPosition(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}

package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which snapshots there are, and what may not be deleted. Any thread. */
final class Catalogue {
  /** By manifest file name, which sorts as snapshots do. */
  private final NavigableMap<String, SnapshotManifest> manifests = new TreeMap<>();

  /** Manifest file names; a name is in this map or in the one above. */
  private final NavigableMap<String, Damage> damaged = new TreeMap<>();

  private final Map<String, Integer> pins = new HashMap<>();

  /** Runs that no manifest names yet: being written, or being fetched. */
  private final Set<String> writing = new HashSet<>();

  private final Set<String> awaited = new HashSet<>();

  /** Runs of merged bodies, until a manifest names them. */
  private final Set<String> held = new HashSet<>();

  synchronized void add(SnapshotManifest manifest) {
    String name = ManifestFile.name(manifest);
    damaged.remove(name);
    manifests.put(name, manifest);
    manifest.getBodyRunsList().forEach(run -> held.remove(run.getName()));
  }

  synchronized void damaged(String name, Damage damage) {
    manifests.remove(name);
    damaged.put(name, damage);
  }

  synchronized boolean contains(SnapshotManifest manifest) {
    return manifests.containsKey(ManifestFile.name(manifest));
  }

  synchronized Optional<SnapshotManifest> newest() {
    return Optional.ofNullable(manifests.lastEntry()).map(Map.Entry::getValue);
  }

  synchronized List<SnapshotManifest> newestFirst() {
    return List.copyOf(manifests.descendingMap().values());
  }

  /** Of the snapshots newer than that one, the newest first; of all if empty. */
  synchronized List<Damage> damagedAfter(Optional<SnapshotManifest> whole) {
    NavigableMap<String, Damage> newer =
        whole.isPresent() ? damaged.tailMap(ManifestFile.name(whole.get()), false) : damaged;
    return List.copyOf(newer.descendingMap().values());
  }

  /** Which to build upon: the newest snapshot of that position and generation. */
  synchronized Optional<SnapshotManifest> at(long position, long generation) {
    return manifests.descendingMap().values().stream()
        .filter(m -> m.getHeader().getPosition() == position)
        .filter(m -> m.getHeader().getGeneration() == generation)
        .findFirst();
  }

  synchronized Optional<Pin> pin(SnapshotManifest manifest) {
    String name = ManifestFile.name(manifest);
    if (!manifest.equals(manifests.get(name))) {
      return Optional.empty();
    }
    pins.merge(name, 1, Integer::sum);
    return Optional.of(new Unpin(name));
  }

  synchronized void startWriting(String run) {
    writing.add(run);
  }

  synchronized void endWriting() {
    writing.clear();
  }

  synchronized void hold(String run) {
    held.add(run);
  }

  /** The state that would have named them is gone. */
  synchronized void releaseHeld() {
    held.clear();
  }

  /** Replaces what was awaited before. */
  synchronized void await(Collection<SnapshotRun> runs) {
    awaited.clear();
    runs.forEach(run -> awaited.add(run.getName()));
  }

  /** Forgets what is neither pinned nor one of the newest, and names the manifests' files. */
  synchronized List<String> forgetAllBut(int newestCount) {
    List<String> keep = List.copyOf(manifests.descendingKeySet());
    keep = keep.subList(0, Math.min(newestCount, keep.size()));
    List<String> forgotten = new ArrayList<>();
    for (String name : manifests.keySet()) {
      if (!keep.contains(name) && !pins.containsKey(name)) {
        forgotten.add(name);
      }
    }
    if (keep.size() == newestCount) {
      forgotten.addAll(damaged.headMap(keep.getLast()).keySet());
    }
    forgotten.forEach(manifests::remove);
    forgotten.forEach(damaged::remove);
    return forgotten;
  }

  /** True if a manifest names the run, or one soon will. */
  synchronized boolean needs(String run) {
    return writing.contains(run) || awaited.contains(run) || held.contains(run) || names(run);
  }

  synchronized boolean names(String run) {
    return manifests.values().stream()
        .anyMatch(m -> runs(m).anyMatch(r -> r.getName().equals(run)));
  }

  /** Of every kind. */
  static Stream<SnapshotRun> runs(SnapshotManifest manifest) {
    return Stream.concat(manifest.getRunsList().stream(), manifest.getBodyRunsList().stream());
  }

  private synchronized void unpin(String name) {
    pins.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1);
  }

  private final class Unpin implements Pin {
    private final String name;
    private boolean closed;

    Unpin(String name) {
      this.name = name;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        unpin(name);
      }
    }
  }
}

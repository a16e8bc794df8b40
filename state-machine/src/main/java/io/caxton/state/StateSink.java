package io.caxton.state;

import io.caxton.state.body.BodyRun;
import io.caxton.state.snapshot.EntryBytes;
import io.caxton.state.snapshot.SnapshotSink;
import io.caxton.v1.SnapshotManifest;
import java.util.List;

/** Makes a state machine of a snapshot. */
public final class StateSink implements SnapshotSink {
  private final Limits limits;
  private SnapshotManifest manifest;
  private StateLoader loader;
  private StateMachine machine;

  public StateSink(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void begin(SnapshotManifest begun) {
    manifest = begun;
    loader = new StateLoader(limits, begun.getHeader());
  }

  @Override
  public void bodies(List<BodyRun> runs) {
    loader.bodies(runs);
  }

  @Override
  public void put(String table, byte[] key, byte[] value) {
    loader.put(table, key, value);
  }

  @Override
  public void put(String table, EntryBytes entry) {
    loader.put(table, entry);
  }

  @Override
  public void finish() {
    machine = loader.finish();
  }

  public SnapshotManifest manifest() {
    return manifest;
  }

  /** The loaded state, once the load has finished. */
  public StateMachine machine() {
    return machine;
  }
}

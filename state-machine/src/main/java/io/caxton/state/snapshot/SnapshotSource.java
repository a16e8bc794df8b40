package io.caxton.state.snapshot;

import io.caxton.state.body.FrozenBodies;
import io.caxton.v1.StateHeader;
import java.util.List;
import java.util.OptionalLong;

/** A frozen state as the snapshot writer reads it. Nothing it gives may change while it is read. */
public interface SnapshotSource {
  StateHeader header();

  /** Of the whole state; stored in the manifest. Empty if it is not known. */
  OptionalLong digest();

  /**
   * The position of the snapshot since which {@link SourceTable#changedKeys} counts changes; empty
   * if nothing was tracked. Without that snapshot everything is written.
   */
  OptionalLong changedSince();

  /**
   * The tables in any order. Several may share a name, one for each fleet for instance, if every
   * key of an earlier one is below every key of a later one.
   */
  List<SourceTable<?>> tables();

  /** The bodies: runs that are durable already, and those in memory. */
  default FrozenBodies bodies() {
    return FrozenBodies.NONE;
  }
}

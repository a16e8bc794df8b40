package io.caxton.state.snapshot;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** One table of a frozen state. */
public interface SourceTable<K> {
  /** ASCII without control characters, at most 64 characters. */
  String name();

  /** How many keys {@link #keys} gives. */
  long size();

  /** Every key of the table, once, in any order. */
  Iterable<K> keys();

  /**
   * Every key put or removed since {@link SnapshotSource#changedSince}, once, in any order; one
   * that is as it was does no harm, one left out is lost. Empty if they are not known: then all
   * tables of this name are written whole.
   */
  Optional<Collection<K>> changedKeys();

  /** The key as stored: with the table's name unique in the state, at most 1 900 bytes. */
  byte[] keyBytes(K key);

  /** The value as stored; empty if the table does not have the key. */
  Optional<byte[]> valueBytes(K key);

  /**
   * Must agree with {@code Arrays.compareUnsigned} on {@link #keyBytes}. Worth overriding: a base
   * run sorts every key of the state.
   */
  default Comparator<K> order() {
    return (a, b) -> Arrays.compareUnsigned(keyBytes(a), keyBytes(b));
  }
}

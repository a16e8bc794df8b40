package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotTable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes all entries of a frozen state, or those that changed. */
final class StateRuns {
  private final List<TableGroup> groups;
  private final Pacer pacer;

  StateRuns(SnapshotSource source, Pacer pacer) {
    this.groups = TableGroup.of(source);
    this.pacer = pacer;
  }

  List<SnapshotTable> counts() {
    return TableGroup.count(groups);
  }

  /** False if more than half would be written, or if the changes cannot be written alone. */
  boolean changesPay() {
    long entries = 0;
    long written = 0;
    for (TableGroup group : groups) {
      entries += group.entries();
      written += group.changes().orElse(group.entries());
      if (group.changes().isEmpty() && group.entries() == 0) {
        return false; // Only entries can make a run, so none could say that the table is empty.
      }
    }
    return written <= entries / 2;
  }

  void writeAll(RunWriter run) throws IOException, InterruptedException {
    for (TableGroup group : groups) {
      writeAll(group, run);
    }
  }

  void writeChanges(RunWriter run) throws IOException, InterruptedException {
    for (TableGroup group : groups) {
      if (group.changes().isEmpty()) {
        writeAll(group, run);
        run.replacesTable();
      } else {
        run.table(group.name());
        for (SourceTable<?> table : group.tables()) {
          writeChanges(table, run);
        }
      }
    }
  }

  private void writeAll(TableGroup group, RunWriter run) throws IOException, InterruptedException {
    run.table(group.name());
    for (SourceTable<?> table : group.tables()) {
      writeAll(table, run);
    }
  }

  private <K> void writeAll(SourceTable<K> table, RunWriter run)
      throws IOException, InterruptedException {
    long put = write(table, table.keys(), run);
    if (put != table.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "table %s gave %d entries of %d", table.name(), put, table.size()));
    }
  }

  private <K> void writeChanges(SourceTable<K> table, RunWriter run)
      throws IOException, InterruptedException {
    write(table, table.changedKeys().orElseThrow(), run);
  }

  /** Returns how many entries were put, removals left out. */
  private <K> long write(SourceTable<K> table, Iterable<K> keys, RunWriter run)
      throws IOException, InterruptedException {
    long put = 0;
    Iterator<K> sorted = SortedKeys.of(keys, table.order(), pacer);
    while (sorted.hasNext()) {
      K key = sorted.next();
      Optional<byte[]> value = table.valueBytes(key);
      if (value.isPresent()) {
        run.put(table.keyBytes(key), value.get());
        put++;
      } else {
        run.remove(table.keyBytes(key));
      }
    }
    return put;
  }
}

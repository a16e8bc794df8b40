package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotTable;
import java.util.ArrayList;
import java.util.List;

/** Counts entries as they come, table by table. */
final class TableCounts {
  private final List<SnapshotTable> counted = new ArrayList<>();
  private String table = "";
  private long entries;

  /** True if this is the first entry of its table. */
  boolean add(String entryTable) {
    boolean first = entries == 0 || !table.equals(entryTable);
    if (first) {
      endTable();
      table = entryTable;
    }
    entries++;
    return first;
  }

  List<SnapshotTable> finish() {
    endTable();
    return counted;
  }

  private void endTable() {
    if (entries > 0) {
      counted.add(SnapshotTable.newBuilder().setName(table).setEntries(entries).build());
      entries = 0;
    }
  }
}

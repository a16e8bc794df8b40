package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of one name, in their order: on disk they are one table. */
record TableGroup(String name, List<SourceTable<?>> tables) {
  /** Sorted by name. */
  static List<TableGroup> of(SnapshotSource source) {
    SortedMap<String, TableGroup> groups = new TreeMap<>();
    for (SourceTable<?> table : source.tables()) {
      groups
          .computeIfAbsent(table.name(), name -> new TableGroup(name, new ArrayList<>()))
          .tables()
          .add(table);
    }
    return List.copyOf(groups.values());
  }

  static List<SnapshotTable> count(List<TableGroup> groups) {
    return groups.stream()
        .filter(g -> g.entries() > 0)
        .map(g -> SnapshotTable.newBuilder().setName(g.name()).setEntries(g.entries()).build())
        .toList();
  }

  long entries() {
    return tables.stream().mapToLong(SourceTable::size).sum();
  }

  /** Empty if those of one table are not known. */
  OptionalLong changes() {
    long changes = 0;
    for (SourceTable<?> table : tables) {
      Optional<? extends Collection<?>> changed = table.changedKeys();
      if (changed.isEmpty()) {
        return OptionalLong.empty();
      }
      changes += changed.get().size();
    }
    return OptionalLong.of(changes);
  }
}

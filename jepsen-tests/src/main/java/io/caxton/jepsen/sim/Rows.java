package io.caxton.jepsen.sim;

import com.google.protobuf.MessageLite;
import io.caxton.state.Limits;
import io.caxton.state.SnapshotView;
import io.caxton.state.StateLoader;
import io.caxton.state.StateMachine;
import io.caxton.state.TableView;
import io.caxton.v1.StateHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a snapshot; immutable. */
final class Rows {
  private final StateHeader header;
  private final Map<String, TreeMap<byte[], byte[]>> tables;

  private Rows(StateHeader header, Map<String, TreeMap<byte[], byte[]>> tables) {
    this.header = header;
    this.tables = tables;
  }

  /** All rows of the view. */
  static Rows of(SnapshotView view) {
    Map<String, TreeMap<byte[], byte[]>> tables = new HashMap<>();
    view.tables().forEach(table -> tables.put(table.name(), all(table)));
    return new Rows(view.header(), tables);
  }

  /** These with what the view says has changed since. */
  Rows with(SnapshotView view) {
    Map<String, TreeMap<byte[], byte[]>> merged = new HashMap<>();
    for (TableView table : view.tables()) {
      if (table.changedRows() < 0 || !tables.containsKey(table.name())) {
        merged.put(table.name(), all(table));
      } else {
        TreeMap<byte[], byte[]> rows = new TreeMap<>(tables.get(table.name()));
        table.forEachChange(changesTo(rows));
        merged.put(table.name(), rows);
      }
    }
    return new Rows(view.header(), merged);
  }

  private static TreeMap<byte[], byte[]> all(TableView table) {
    TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    table.forEach((key, value) -> rows.put(key, value.toByteArray()));
    return rows;
  }

  private static TableView.ChangeVisitor changesTo(TreeMap<byte[], byte[]> rows) {
    return new TableView.ChangeVisitor() {
      @Override
      public void put(byte[] key, MessageLite value) {
        rows.put(key, value.toByteArray());
      }

      @Override
      public void removed(byte[] key) {
        rows.remove(key);
      }
    };
  }

  long position() {
    return header.getPosition();
  }

  StateMachine load(Limits limits) {
    StateLoader loader = new StateLoader(limits, header);
    tables.forEach((name, rows) -> rows.forEach((key, row) -> loader.put(name, key, row)));
    return loader.finish();
  }
}

package io.caxton.state;

import com.google.protobuf.MessageLite;
import io.caxton.state.table.ChangedKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One table for export: its parts, one a fleet, follow each other in key order. */
final class FrozenTable implements TableView {
  private final String name;
  private final List<Part<?>> parts;

  /** Rows of one map; {@code order} is that of the encoded keys. */
  record Part<K>(
      Map<K, ? extends MessageLite> rows,
      Optional<ChangedKeys<K>> changed,
      Comparator<K> order,
      Function<K, byte[]> encode) {

    void forEach(RowVisitor visitor) {
      for (K key : sorted(rows.keySet())) {
        visitor.row(encode.apply(key), rows.get(key));
      }
    }

    void forEachUnsorted(RowVisitor visitor) {
      rows.forEach((key, row) -> visitor.row(encode.apply(key), row));
    }

    void forEachChange(ChangeVisitor visitor) {
      for (K key : sorted(changed.orElseThrow().keys())) {
        MessageLite row = rows.get(key);
        if (row == null) {
          visitor.removed(encode.apply(key));
        } else {
          visitor.put(encode.apply(key), row);
        }
      }
    }

    private List<K> sorted(Collection<K> keys) {
      List<K> sorted = new ArrayList<>(keys);
      sorted.sort(order);
      return sorted;
    }
  }

  FrozenTable(String name, List<Part<?>> parts) {
    this.name = name;
    this.parts = parts;
  }

  List<Part<?>> parts() {
    return parts;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long rows() {
    long rows = 0;
    for (Part<?> part : parts) {
      rows += part.rows().size();
    }
    return rows;
  }

  @Override
  public void forEach(RowVisitor visitor) {
    for (Part<?> part : parts) {
      part.forEach(visitor);
    }
  }

  /** Costs less than {@link #forEach}. */
  void forEachUnsorted(RowVisitor visitor) {
    for (Part<?> part : parts) {
      part.forEachUnsorted(visitor);
    }
  }

  @Override
  public long changedRows() {
    long changed = 0;
    for (Part<?> part : parts) {
      if (part.changed().isEmpty() || part.changed().get().tooMany()) {
        return -1;
      }
      changed += part.changed().get().keys().size();
    }
    return changed;
  }

  @Override
  public void forEachChange(ChangeVisitor visitor) {
    if (changedRows() < 0) {
      throw new IllegalStateException("the changes of table " + name + " are not known");
    }
    for (Part<?> part : parts) {
      part.forEachChange(visitor);
    }
  }
}

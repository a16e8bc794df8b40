package io.caxton.state;

import com.google.protobuf.MessageLite;
import io.caxton.state.body.FrozenBodies;
import io.caxton.state.snapshot.SnapshotSource;
import io.caxton.state.snapshot.SourceTable;
import io.caxton.state.table.ChangedKeys;
import io.caxton.state.table.LayeredRows;
import io.caxton.state.table.RowBytes;
import io.caxton.v1.StateHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A frozen state as the snapshot writer takes it: the parts of its tables, unsorted. */
record ViewSource(SnapshotView view, OptionalLong digest) implements SnapshotSource {
  @Override
  public StateHeader header() {
    return view.header();
  }

  @Override
  public OptionalLong changedSince() {
    return OptionalLong.of(view.changedSince());
  }

  @Override
  public List<SourceTable<?>> tables() {
    List<SourceTable<?>> tables = new ArrayList<>();
    for (FrozenTable table : view.frozenTables()) {
      for (FrozenTable.Part<?> part : table.parts()) {
        tables.add(new Rows<>(table.name(), part));
      }
    }
    return tables;
  }

  @Override
  public FrozenBodies bodies() {
    return view.bodies();
  }

  private record Rows<K>(String name, FrozenTable.Part<K> part) implements SourceTable<K> {
    @Override
    public long size() {
      return part.rows().size();
    }

    @Override
    public Iterable<K> keys() {
      return part.rows().keySet();
    }

    @Override
    public Optional<Collection<K>> changedKeys() {
      return part.changed().filter(changed -> !changed.tooMany()).map(ChangedKeys::keys);
    }

    @Override
    public byte[] keyBytes(K key) {
      return part.encode().apply(key);
    }

    @Override
    public Optional<byte[]> valueBytes(K key) {
      if (part.rows() instanceof LayeredRows<?> layered) {
        Optional<RowBytes> packed = layered.packed((String) key);
        if (packed.isPresent()) {
          return packed.map(RowBytes::toByteArray);
        }
      }
      return Optional.ofNullable(part.rows().get(key)).map(MessageLite::toByteArray);
    }

    @Override
    public Comparator<K> order() {
      return part.order();
    }
  }
}

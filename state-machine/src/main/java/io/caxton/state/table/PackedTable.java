package io.caxton.state.table;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A table by ASCII ids whose rows may be packed: kept as bytes, at half the memory, nothing for a
 * collector to follow, and no work at a start. For rows that nobody will look at soon. A row that
 * is changed becomes a message again. Apply thread only; {@link #freeze} gives maps for any.
 */
public final class PackedTable<V extends MessageLite> {
  private final Table<String, V> messages = new Table<>();
  private final PackedRows packed = new PackedRows();
  private final Parser<V> parser;
  private Map<String, V> frozen = Map.of();
  private boolean touched = true;

  public PackedTable(Parser<V> parser) {
    this.parser = parser;
  }

  /** The row, or null as in a map. */
  public V get(String key) {
    V row = messages.get(key);
    if (row != null || packed.isEmpty()) {
      return row;
    }
    long place = packed.find(key);
    return place < 0 ? null : at(place);
  }

  public boolean contains(String key) {
    return messages.contains(key) || (!packed.isEmpty() && packed.find(key) >= 0);
  }

  /** A packed row. */
  public V at(long place) {
    return packed.at(place).parse(parser);
  }

  /** False, and nothing is changed, if the key is taken. */
  public boolean insert(String key, V row) {
    V before = messages.put(key, row);
    if (before != null) {
      messages.put(key, before);
      return false;
    }
    if (!packed.isEmpty() && packed.find(key) >= 0) {
      messages.remove(key);
      return false;
    }
    touched = true;
    return true;
  }

  /** As {@link #insert}, packed; returns its place, or -1 if the key is taken. */
  public long insertPacked(String key, V row) {
    if (contains(key)) {
      return -1;
    }
    byte[] bytes = row.toByteArray();
    byte[] ascii = key.getBytes(StandardCharsets.US_ASCII);
    long place = packed.append(false, ascii, 0, ascii.length, bytes, 0, bytes.length);
    packedChanged(key);
    return place;
  }

  /** In place of the row that is there. */
  public void replace(String key, V row) {
    touched = true;
    V before = messages.put(key, row);
    if (before == null) {
      long place = packed.find(key);
      if (place < 0) {
        throw new IllegalStateException("no row " + key);
      }
      packed.remove(place);
      packedChanged(key);
    }
  }

  /** Returns the row before, or null. */
  public V remove(String key) {
    touched = true;
    V before = messages.remove(key);
    if (before == null) {
      long place = packed.find(key);
      if (place >= 0) {
        before = at(place);
        packed.remove(place);
        packedChanged(key);
      }
    }
    return before;
  }

  private void packedChanged(String key) {
    touched = true;
    messages.rowsElsewhere(packed.live());
    messages.changedElsewhere(key);
  }

  public int size() {
    return messages.size() + packed.live();
  }

  /** An immutable view of now; the same object as before if nothing changed. */
  public Map<String, V> freeze() {
    if (touched) {
      touched = false;
      frozen =
          packed.isEmpty()
              ? messages.freeze()
              : new LayeredRows<>(messages.freeze(), packed.freeze(), parser);
    }
    return frozen;
  }

  public ChangedKeys<String> takeChanges() {
    return messages.takeChanges();
  }

  public void returnChanges(ChangedKeys<String> taken) {
    messages.returnChanges(taken);
  }

  /** As a load does it: the row is not a change. Each key once. */
  public void load(String key, V row) {
    touched = true;
    messages.load(key, row);
  }

  /** The same, packed, out of the middle of arrays. Returns its place. */
  public long loadPacked(byte[] keys, int keyFrom, int keyTo, byte[] rows, int rowFrom, int rowTo) {
    touched = true;
    long place = packed.append(true, keys, keyFrom, keyTo, rows, rowFrom, rowTo);
    messages.rowsElsewhere(packed.live());
    return place;
  }
}

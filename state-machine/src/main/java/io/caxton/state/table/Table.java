package io.caxton.state.table;

import com.google.protobuf.MessageLite;
import java.util.Map;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * Rows by key, owned by the apply thread; {@link #freeze} gives an immutable map of them at once.
 *
 * <p>Remembers which rows changed since the last {@link #takeChanges}, so that a snapshot can be
 * written as a difference. Values are never changed in place.
 */
public final class Table<K, V extends MessageLite> {
  private final PersistentMap.Builder<K, V> rows;
  private PersistentMap<K, V> frozen;
  // Invariant: false only if frozen equals rows.
  private boolean touched;
  private ChangedKeys<K> changed = new ChangedKeys<>();
  // Rows of the same table that are kept in another way.
  private int elsewhere;

  public Table() {
    this.frozen = ExtensionsKt.persistentHashMapOf();
    this.rows = frozen.builder();
  }

  /** The row, or null as in a map. */
  public V get(K key) {
    return rows.get(key);
  }

  public boolean contains(K key) {
    return rows.containsKey(key);
  }

  /** Returns the row before, or null. */
  public V put(K key, V row) {
    touched = true;
    changed.add(key, rows.size() + elsewhere);
    return rows.put(key, row);
  }

  /** Returns the row before, or null. */
  public V remove(K key) {
    V before = rows.remove(key);
    if (before != null) {
      touched = true;
      changed.add(key, rows.size() + elsewhere);
    }
    return before;
  }

  void rowsElsewhere(int count) {
    elsewhere = count;
  }

  void changedElsewhere(K key) {
    changed.add(key, rows.size() + elsewhere);
  }

  public int size() {
    return rows.size();
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The live rows, for rebuilding indexes; in no order that may reach the state. */
  public Map<K, V> rows() {
    return rows;
  }

  /** An immutable view of now; the same object as before if nothing changed. */
  public PersistentMap<K, V> freeze() {
    if (touched) {
      frozen = rows.build();
      touched = false;
    }
    return frozen;
  }

  /** The keys changed since the last call, which starts anew with none. */
  public ChangedKeys<K> takeChanges() {
    ChangedKeys<K> taken = changed;
    changed = new ChangedKeys<>();
    return taken;
  }

  /** Takes back what {@link #takeChanges} gave: the snapshot that wanted them was not written. */
  public void returnChanges(ChangedKeys<K> taken) {
    changed.addAll(taken);
  }

  /** As a load does it: the row is not a change. Each key once. */
  public void load(K key, V row) {
    touched = true;
    rows.put(key, row);
  }
}

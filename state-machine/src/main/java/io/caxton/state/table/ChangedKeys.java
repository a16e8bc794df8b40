package io.caxton.state.table;

import java.util.HashSet;
import java.util.Set;

/**
 * The keys of the rows put or removed since a moment, or "too many to list": then the whole table
 * must be written.
 */
public final class ChangedKeys<K> {
  /** Below this many keys they are always listed. */
  static final int KEYS_MIN = 65_536;

  private Set<K> keys = new HashSet<>();
  private boolean tooMany;

  void add(K key, int tableRows) {
    if (tooMany) {
      return;
    }
    if (keys.add(key) && keys.size() > KEYS_MIN && keys.size() > tableRows / 2) {
      giveUp();
    }
  }

  void addAll(ChangedKeys<K> others) {
    if (others.tooMany) {
      giveUp();
    } else if (!tooMany) {
      keys.addAll(others.keys);
    }
  }

  private void giveUp() {
    tooMany = true;
    keys = Set.of();
  }

  /** True if more than about half of the table changed: the keys are not known. */
  public boolean tooMany() {
    return tooMany;
  }

  /** Empty if {@link #tooMany}. */
  public Set<K> keys() {
    return keys;
  }
}

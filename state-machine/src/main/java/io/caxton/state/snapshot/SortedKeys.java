package io.caxton.state.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The keys of a table in order, holding one reference for each. Sorted in blocks with the pacer
 * between them and merged while they are used, so that there is no long burst of work.
 */
final class SortedKeys<K> implements Iterator<K> {
  private static final int BLOCK_KEYS = 4096;

  /** What sorting a block counts for: it takes about as long as writing a page. */
  private static final long BLOCK_BYTES = 256 << 10;

  private final PriorityQueue<Block<K>> blocks;

  private SortedKeys(PriorityQueue<Block<K>> blocks) {
    this.blocks = blocks;
  }

  static <K> SortedKeys<K> of(Iterable<K> keys, Comparator<K> order, Pacer pacer)
      throws InterruptedException {
    PriorityQueue<Block<K>> blocks =
        new PriorityQueue<>((a, b) -> order.compare(a.first(), b.first()));
    List<K> next = new ArrayList<>();
    for (K key : keys) {
      next.add(key);
      if (next.size() == BLOCK_KEYS) {
        blocks.add(new Block<>(next, order));
        next = new ArrayList<>(BLOCK_KEYS);
        pacer.spent(BLOCK_BYTES);
      }
    }
    if (!next.isEmpty()) {
      blocks.add(new Block<>(next, order));
    }
    return new SortedKeys<>(blocks);
  }

  @Override
  public boolean hasNext() {
    return !blocks.isEmpty();
  }

  @Override
  public K next() {
    Block<K> least = blocks.poll();
    if (least == null) {
      throw new NoSuchElementException();
    }
    K key = least.take();
    if (!least.isEmpty()) {
      blocks.add(least);
    }
    return key;
  }

  private static final class Block<K> {
    private final List<K> keys;
    private int taken;

    Block(List<K> keys, Comparator<K> order) {
      this.keys = keys;
      keys.sort(order);
    }

    K first() {
      return keys.get(taken);
    }

    K take() {
      return keys.get(taken++);
    }

    boolean isEmpty() {
      return taken == keys.size();
    }
  }
}

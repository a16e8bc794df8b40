package io.caxton.state.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Puts the keys of a table in order, holding one reference for each. Sorts blocks with the pacer
 * between them and merges while the keys are used, so that there is no long burst of work.
 */
final class SortedKeys {
  private static final int BLOCK_KEYS = 4096;

  /** What sorting a block counts for: it takes about as long as writing a page. */
  private static final long BLOCK_BYTES = 256 << 10;

  private SortedKeys() {}

  static <K> Iterator<K> of(Iterable<K> keys, Comparator<K> order, Pacer pacer)
      throws InterruptedException {
    List<Iterator<K>> blocks = new ArrayList<>();
    List<K> block = new ArrayList<>();
    for (K key : keys) {
      block.add(key);
      if (block.size() == BLOCK_KEYS) {
        block.sort(order);
        blocks.add(block.iterator());
        block = new ArrayList<>(BLOCK_KEYS);
        pacer.spent(BLOCK_BYTES);
      }
    }
    block.sort(order);
    blocks.add(block.iterator());
    return merge(blocks, order);
  }

  /** A balanced tree, so that a key is compared once on each level. */
  private static <K> Iterator<K> merge(List<Iterator<K>> sorted, Comparator<K> order) {
    int half = sorted.size() / 2;
    return half == 0
        ? sorted.getFirst()
        : new Merged<>(
            merge(sorted.subList(0, half), order),
            merge(sorted.subList(half, sorted.size()), order),
            order);
  }

  private static final class Merged<K> implements Iterator<K> {
    private final Iterator<K> left;
    private final Iterator<K> right;
    private final Comparator<K> order;
    // The least of each side, null if there is none.
    private K leftKey;
    private K rightKey;

    Merged(Iterator<K> left, Iterator<K> right, Comparator<K> order) {
      this.left = left;
      this.right = right;
      this.order = order;
      this.leftKey = nextOrNull(left);
      this.rightKey = nextOrNull(right);
    }

    @Override
    public boolean hasNext() {
      return leftKey != null || rightKey != null;
    }

    @Override
    public K next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      K least;
      if (rightKey == null || (leftKey != null && order.compare(leftKey, rightKey) <= 0)) {
        least = leftKey;
        leftKey = nextOrNull(left);
      } else {
        least = rightKey;
        rightKey = nextOrNull(right);
      }
      return least;
    }

    private static <K> K nextOrNull(Iterator<K> keys) {
      return keys.hasNext() ? keys.next() : null;
    }
  }
}

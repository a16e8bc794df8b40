package io.caxton.state.core;

import io.caxton.v1.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The ready tasks of one queue and priority while they are loaded, in any order. */
final class ReadyLoad {
  // Room for the number of a task beside its order in one long.
  private static final int NUMBER_BITS = 24;
  private static final long PLACES_FACTOR = 8;

  private long[] orders = new long[64];
  private long[] places = new long[64];
  // By number: those that are not packed.
  private final Map<Integer, Task> messages = new HashMap<>();
  private int size;

  void add(Task task) {
    messages.put(size, task);
    add(task.getOrder(), -1);
  }

  void add(long order, long place) {
    if (size == orders.length) {
      orders = Arrays.copyOf(orders, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    orders[size] = order;
    places[size] = place;
    size++;
  }

  int size() {
    return size;
  }

  /** By rising order; two of the same are refused there. */
  void into(ReadyFifo fifo) {
    fifo.expect(size);
    for (int number : byOrder()) {
      if (places[number] < 0) {
        fifo.add(messages.get(number));
      } else {
        fifo.add(orders[number], places[number]);
      }
    }
  }

  private int[] byOrder() {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (int i = 0; i < size; i++) {
      lowest = Math.min(lowest, orders[i]);
      highest = Math.max(highest, orders[i]);
    }
    if (highest - lowest < PLACES_FACTOR * size) {
      return byPlace(lowest, (int) (highest - lowest) + 1);
    }
    if (size >= 1 << NUMBER_BITS || highest - lowest >= 1L << (Long.SIZE - 1 - NUMBER_BITS)) {
      throw new IllegalStateException(size + " ready tasks of orders up to " + highest);
    }
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = ((orders[i] - lowest) << NUMBER_BITS) | i;
    }
    Arrays.sort(sorted);
    int[] numbers = new int[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (int) sorted[i] & (1 << NUMBER_BITS) - 1;
    }
    return numbers;
  }

  /** Orders are mostly dense: a place for each costs a cold JVM less than a sort. */
  private int[] byPlace(long lowest, int length) {
    int[] placed = new int[length];
    for (int i = 0; i < size; i++) {
      int place = (int) (orders[i] - lowest);
      if (placed[place] != 0) {
        throw new IllegalStateException("two ready tasks have the order " + orders[i]);
      }
      placed[place] = i + 1;
    }
    int[] numbers = new int[size];
    int count = 0;
    for (int number : placed) {
      if (number != 0) {
        numbers[count++] = number - 1;
      }
    }
    return numbers;
  }
}

package io.caxton.state.core;

import io.caxton.v1.Task;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * The ready tasks of one queue and priority, by rising order.
 *
 * <p>Holds the stored messages themselves, or the places of packed rows: 16 to 20 bytes a task. One
 * that leaves from the middle (cancelled, deadline) leaves a mark that keeps the order searchable.
 */
final class ReadyFifo {
  private static final long MESSAGE = -1;
  private static final long MARK = -2;

  private final LongFunction<Task> packed;
  private long[] orders = new long[16];
  // Of a packed row, or MESSAGE or MARK.
  private long[] places = new long[16];
  private Task[] messages = new Task[16];
  private int head;
  private int size;
  private int marks;

  /**
   * @param packed reads a packed row
   */
  ReadyFifo(LongFunction<Task> packed) {
    this.packed = packed;
  }

  /** Its order must be above that of all before it. */
  void add(Task task) {
    add(task.getOrder(), MESSAGE, task);
  }

  /** The same for a packed row. */
  void add(long order, long place) {
    add(order, place, null);
  }

  private void add(long order, long place, Task message) {
    if (size == orders.length) {
      resize(size * 2);
    }
    if (size > 0 && orders[slot(size - 1)] >= order) {
      throw new IllegalStateException("order does not rise at " + order);
    }
    int slot = slot(size++);
    orders[slot] = order;
    places[slot] = place;
    messages[slot] = message;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first task; it must not be empty. */
  Task first() {
    return places[head] == MESSAGE ? messages[head] : packed.apply(places[head]);
  }

  /** Of {@link #first}; it is not read for it. */
  long firstOrder() {
    return orders[head];
  }

  int tasks() {
    return size - marks;
  }

  void remove(Task task) {
    if (size > 0 && orders[head] == task.getOrder()) {
      dropHead();
      while (size > 0 && places[head] == MARK) {
        marks--;
        dropHead();
      }
      if (orders.length > 1_024 && size < orders.length / 8) {
        resize(orders.length / 2);
      }
      return;
    }
    int slot = slot(find(task.getOrder()));
    places[slot] = MARK;
    messages[slot] = null;
    marks++;
    if (marks > 1_024 && marks > size / 2) {
      compact();
    }
  }

  private int find(long order) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long here = orders[slot(middle)];
      if (here < order) {
        low = middle + 1;
      } else if (here > order) {
        high = middle - 1;
      } else if (places[slot(middle)] == MARK) {
        break;
      } else {
        return middle;
      }
    }
    throw new IllegalStateException("no ready task of order " + order);
  }

  private int slot(int index) {
    return (head + index) & (orders.length - 1);
  }

  private void dropHead() {
    messages[head] = null;
    head = (head + 1) & (orders.length - 1);
    size--;
  }

  private void compact() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int from = slot(i);
      if (places[from] != MARK) {
        int to = slot(kept++);
        orders[to] = orders[from];
        places[to] = places[from];
        messages[to] = messages[from];
      }
    }
    for (int i = kept; i < size; i++) {
      messages[slot(i)] = null;
    }
    size = kept;
    marks = 0;
    int length = orders.length;
    while (length > 1_024 && size < length / 8) {
      length /= 2;
    }
    if (length < orders.length) {
      resize(length);
    }
  }

  private void resize(int length) {
    long[] newOrders = new long[length];
    long[] newPlaces = new long[length];
    Task[] newMessages = new Task[length];
    int first = Math.min(size, orders.length - head);
    System.arraycopy(orders, head, newOrders, 0, first);
    System.arraycopy(orders, 0, newOrders, first, size - first);
    System.arraycopy(places, head, newPlaces, 0, first);
    System.arraycopy(places, 0, newPlaces, first, size - first);
    System.arraycopy(messages, head, newMessages, 0, first);
    System.arraycopy(messages, 0, newMessages, first, size - first);
    orders = newOrders;
    places = newPlaces;
    messages = newMessages;
    head = 0;
  }

  /** An empty one that will take so many more. */
  void expect(int tasks) {
    int length = Integer.highestOneBit(Math.max(16, tasks) * 2 - 1);
    if (size == 0 && length > orders.length) {
      orders = Arrays.copyOf(orders, length);
      places = Arrays.copyOf(places, length);
      messages = Arrays.copyOf(messages, length);
    }
  }
}

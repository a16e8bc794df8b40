package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.v1.Task;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The tasks of a fleet while it is loaded: a start waits for a million of them.
 *
 * <p>What the later steps need is noted when a task comes, while it is in the cache. The table
 * takes them part by part of its own tree, which halves the time.
 */
public final class TaskLoad {
  // The table's tree branches by 5 bits of the hash at a time, the lowest first.
  private static final int PART_BITS = 10;
  private static final int PARTS = 1 << PART_BITS;

  private Task[] tasks = new Task[1_024];
  private int[] hashes = new int[1_024];
  private long[] orders = new long[1_024];
  private int size;

  public void add(Task task) {
    if (size == tasks.length) {
      tasks = Arrays.copyOf(tasks, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
    }
    tasks[size] = task;
    hashes[size] = task.getId().hashCode();
    orders[size] = task.getOrder();
    size++;
  }

  void into(Table<String, Task> table) {
    for (int index : byPart()) {
      Task task = tasks[index];
      table.load(task.getId(), task);
    }
    if (table.size() != size) {
      throw new IllegalStateException("a task was loaded twice");
    }
  }

  private int[] byPart() {
    int[] ends = new int[PARTS + 1];
    for (int i = 0; i < size; i++) {
      ends[part(hashes[i]) + 1]++;
    }
    for (int part = 0; part < PARTS; part++) {
      ends[part + 1] += ends[part];
    }
    int[] indexes = new int[size];
    for (int i = 0; i < size; i++) {
      indexes[ends[part(hashes[i])]++] = i;
    }
    return indexes;
  }

  private static int part(int hash) {
    return ((hash & 31) << 5) | ((hash >>> 5) & 31);
  }

  /** The tasks by rising order, with gaps of null. */
  Task[] byOrder() {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (int i = 0; i < size; i++) {
      lowest = Math.min(lowest, orders[i]);
      highest = Math.max(highest, orders[i]);
    }
    if (size < 2 || highest - lowest > 8L * size) {
      Task[] sorted = Arrays.copyOf(tasks, size);
      Arrays.sort(sorted, Comparator.comparingLong(Task::getOrder));
      return sorted;
    }
    // Orders are mostly dense: a place for each number costs less than sorting.
    Task[] placed = new Task[(int) (highest - lowest) + 1];
    for (int i = 0; i < size; i++) {
      int place = (int) (orders[i] - lowest);
      if (placed[place] != null) {
        throw new IllegalStateException("two tasks have the order " + orders[i]);
      }
      placed[place] = tasks[i];
    }
    return placed;
  }
}

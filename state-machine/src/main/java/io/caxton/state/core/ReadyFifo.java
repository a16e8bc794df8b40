package io.caxton.state.core;

import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/**
 * The ready tasks of one queue and priority, by rising order.
 *
 * <p>Holds the stored messages themselves: 4 or 8 bytes a task. One that leaves from the middle
 * (cancelled, deadline) is replaced by a small mark that keeps the order searchable.
 */
final class ReadyFifo {
  private Task[] ring = new Task[16];
  private int head;
  private int size;
  private int marks;

  /** Its order must be above that of all before it. */
  void add(Task task) {
    if (size == ring.length) {
      resize(ring.length * 2);
    }
    if (size > 0 && at(size - 1).getOrder() >= task.getOrder()) {
      throw new IllegalStateException("order does not rise at task " + task.getId());
    }
    ring[(head + size++) & (ring.length - 1)] = task;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first task; it must not be empty. */
  Task first() {
    return ring[head];
  }

  int tasks() {
    return size - marks;
  }

  void remove(Task task) {
    if (size > 0 && ring[head].getOrder() == task.getOrder()) {
      dropHead();
      while (size > 0 && isMark(ring[head])) {
        marks--;
        dropHead();
      }
      shrink();
      return;
    }
    int found = find(task.getOrder());
    ring[(head + found) & (ring.length - 1)] = Task.newBuilder().setOrder(task.getOrder()).build();
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
      long here = at(middle).getOrder();
      if (here < order) {
        low = middle + 1;
      } else if (here > order) {
        high = middle - 1;
      } else if (isMark(at(middle))) {
        break;
      } else {
        return middle;
      }
    }
    throw new IllegalStateException("no ready task of order " + order);
  }

  private Task at(int index) {
    return ring[(head + index) & (ring.length - 1)];
  }

  private static boolean isMark(Task task) {
    return task.getState() == TaskState.TASK_STATE_UNSPECIFIED;
  }

  private void dropHead() {
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
  }

  private void shrink() {
    if (ring.length > 1_024 && size < ring.length / 8) {
      resize(ring.length / 2);
    }
  }

  private void compact() {
    Task[] before = ring;
    int mask = before.length - 1;
    Task[] after = new Task[before.length];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      Task task = before[(head + i) & mask];
      if (!isMark(task)) {
        after[kept++] = task;
      }
    }
    ring = after;
    head = 0;
    size = kept;
    marks = 0;
    shrink();
  }

  private void resize(int length) {
    Task[] after = new Task[length];
    for (int i = 0; i < size; i++) {
      after[i] = at(i);
    }
    ring = after;
    head = 0;
  }
}

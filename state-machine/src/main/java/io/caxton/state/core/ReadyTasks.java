package io.caxton.state.core;

import io.caxton.v1.Task;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The tasks of one queue that wait for nothing but a claim: highest priority first, then lowest
 * order.
 *
 * <p>Plain ones lie in arrays, one for each priority, and come by rising order. Others may come and
 * go in any order (an ordering key that opens, a task that is amended) and are kept apart by the
 * capability they ask for, so that a claim never looks at one it may not have.
 */
final class ReadyTasks {
  static final int PRIORITIES = 10;
  private static final int ORDER_BITS = 58;

  private final LongFunction<Task> packed;
  private final ReadyFifo[] plain = new ReadyFifo[PRIORITIES];
  // Bit p is set if plain[p] holds something.
  private int priorities;
  // By capability, "" for none; those of one by rank.
  private final TreeMap<String, TreeMap<Long, Task>> special = new TreeMap<>();

  /**
   * @param packed reads a packed row
   */
  ReadyTasks(LongFunction<Task> packed) {
    this.packed = packed;
  }

  boolean isEmpty() {
    return priorities == 0 && special.isEmpty();
  }

  /** Whether what an agent can do matters to what it is granted. */
  boolean hasSpecial() {
    return !special.isEmpty();
  }

  /** Whether there is one that asks for this capability; "" for those that ask for none. */
  boolean has(String capability) {
    return (capability.isEmpty() && priorities != 0) || special.containsKey(capability);
  }

  /** Sorted; "" among them if there is a special one without. */
  Set<String> specialCapabilities() {
    return special.keySet();
  }

  /** What an agent of these capabilities is granted next, or null. */
  Task first(Set<String> capabilities) {
    if (special.isEmpty()) {
      return priorities == 0 ? null : firstPlain().first();
    }
    Map.Entry<Long, Task> best = first(special.get(""));
    for (String capability : capabilities) {
      Map.Entry<Long, Task> other = first(special.get(capability));
      if (best == null || (other != null && other.getKey() < best.getKey())) {
        best = other;
      }
    }
    if (priorities == 0) {
      return best == null ? null : best.getValue();
    }
    int priority = highest();
    return best != null && best.getKey() < rank(priority, plain[priority].firstOrder())
        ? best.getValue()
        : plain[priority].first();
  }

  /** Whatever it asks for: the next to be purged. There must be one. */
  Task any() {
    return priorities == 0
        ? special.firstEntry().getValue().firstEntry().getValue()
        : firstPlain().first();
  }

  private static Map.Entry<Long, Task> first(TreeMap<Long, Task> tasks) {
    return tasks == null ? null : tasks.firstEntry();
  }

  private int highest() {
    return 31 - Integer.numberOfLeadingZeros(priorities);
  }

  private ReadyFifo firstPlain() {
    return plain[highest()];
  }

  void add(Task task) {
    fifo(task.getPriority()).add(task);
    priorities |= 1 << task.getPriority();
  }

  /** As {@link #add}, for a packed row. */
  void add(int priority, long order, long place) {
    fifo(priority).add(order, place);
    priorities |= 1 << priority;
  }

  void load(int priority, ReadyLoad tasks) {
    tasks.into(fifo(priority));
    priorities |= 1 << priority;
  }

  void remove(Task task) {
    int priority = task.getPriority();
    plain[priority].remove(task);
    if (plain[priority].isEmpty()) {
      priorities &= ~(1 << priority);
    }
  }

  void addSpecial(Task task) {
    Task before =
        special
            .computeIfAbsent(task.getCapability(), name -> new TreeMap<>())
            .put(rank(task), task);
    if (before != null) {
      throw new IllegalStateException("two ready tasks have the order " + task.getOrder());
    }
  }

  void removeSpecial(Task task) {
    TreeMap<Long, Task> tasks = special.get(task.getCapability());
    if (tasks == null || tasks.remove(rank(task)) == null) {
      throw new IllegalStateException("no ready task of order " + task.getOrder());
    }
    if (tasks.isEmpty()) {
      special.remove(task.getCapability());
    }
  }

  private ReadyFifo fifo(int priority) {
    if (plain[priority] == null) {
      plain[priority] = new ReadyFifo(packed);
    }
    return plain[priority];
  }

  /** How many plain ones would be granted before a new one of this priority, at least. */
  int before(int priority) {
    return plain[priority] == null ? 0 : plain[priority].tasks();
  }

  int tasks() {
    int tasks = 0;
    for (ReadyFifo fifo : plain) {
      tasks += fifo == null ? 0 : fifo.tasks();
    }
    for (TreeMap<Long, Task> group : special.values()) {
      tasks += group.size();
    }
    return tasks;
  }

  private static long rank(Task task) {
    return rank(task.getPriority(), task.getOrder());
  }

  private static long rank(int priority, long order) {
    return ((long) (PRIORITIES - 1 - priority) << ORDER_BITS) | order;
  }
}

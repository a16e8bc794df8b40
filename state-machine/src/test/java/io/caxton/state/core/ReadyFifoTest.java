package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.state.Seeds;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadyFifoTest {
  private final ReadyFifo fifo =
      new ReadyFifo(
          place -> {
            throw new AssertionError("none is packed");
          });

  private static Task task(long order) {
    return Task.newBuilder()
        .setId("t" + order)
        .setState(TaskState.TASK_STATE_PENDING)
        .setOrder(order)
        .build();
  }

  @Test
  void shouldGiveTasksByOrderAndSkipThoseThatLeft() {
    for (long order : new long[] {3, 5, 8, 9}) {
      fifo.add(task(order));
    }
    fifo.remove(task(5));
    fifo.remove(task(8));
    assertThat(fifo.tasks()).isEqualTo(2);
    assertThat(fifo.first().getId()).isEqualTo("t3");
    fifo.remove(task(3));
    assertThat(fifo.first().getId()).isEqualTo("t9");
    fifo.remove(task(9));
    assertThat(fifo.isEmpty()).isTrue();
    assertThat(fifo.tasks()).isZero();
  }

  @Test
  void shouldGiveWhatASortedMapGives() {
    Seeds.each(ReadyFifoTest.class, 20, ReadyFifoTest::compare);
  }

  /** Phases that mostly fill, drain or cancel: growing, shrinking and compacting all happen. */
  private static void compare(long seed) {
    Random random = new Random(seed);
    ReadyFifo fifo =
        new ReadyFifo(
            place -> {
              throw new AssertionError("none is packed");
            });
    TreeMap<Long, Task> model = new TreeMap<>();
    long order = 0;
    for (int phase = 0; phase < 12; phase++) {
      int adds = random.nextInt(100);
      int cancels = random.nextInt(100 - adds + 1);
      int steps = random.nextInt(6_000);
      for (int step = 0; step < steps; step++) {
        int what = random.nextInt(100);
        if (what < adds || model.isEmpty()) {
          order += 1 + random.nextInt(3);
          Task task = task(order);
          fifo.add(task);
          model.put(order, task);
        } else if (what < adds + cancels) {
          long somewhere = model.firstKey() + random.nextLong(order - model.firstKey() + 1);
          fifo.remove(model.remove(model.floorKey(somewhere)));
        } else {
          fifo.remove(model.pollFirstEntry().getValue());
        }
        assertThat(fifo.tasks()).isEqualTo(model.size());
        assertThat(fifo.isEmpty()).isEqualTo(model.isEmpty());
        if (!model.isEmpty()) {
          assertThat(fifo.first()).isSameAs(model.firstEntry().getValue());
        }
      }
    }
    for (Task task : new ArrayList<>(model.values())) {
      assertThat(fifo.first()).isSameAs(task);
      fifo.remove(task);
    }
    assertThat(fifo.isEmpty()).isTrue();
  }

  @Test
  void shouldKeepItsPlaceWhenMostOfItIsCancelledFromTheMiddle() {
    for (long order = 1; order <= 5_000; order++) {
      fifo.add(task(order));
    }
    for (long order = 2; order < 5_000; order++) {
      fifo.remove(task(order));
    }
    fifo.add(task(6_000));
    List<String> left = new ArrayList<>();
    while (!fifo.isEmpty()) {
      Task first = fifo.first();
      left.add(first.getId());
      fifo.remove(first);
    }
    assertThat(left).containsExactly("t1", "t5000", "t6000");
  }

  @Test
  void shouldStopAtABrokenOrderAndAtATaskThatIsNotThere() {
    fifo.add(task(4));
    fifo.add(task(6));
    fifo.add(task(8));
    for (long order : new long[] {8, 7}) {
      assertThatThrownBy(() -> fifo.add(task(order))).isInstanceOf(IllegalStateException.class);
    }
    fifo.remove(task(6));
    for (long order : new long[] {5, 6, 9}) {
      assertThatThrownBy(() -> fifo.remove(task(order))).isInstanceOf(IllegalStateException.class);
    }
    assertThat(fifo.tasks()).isEqualTo(2);
  }
}

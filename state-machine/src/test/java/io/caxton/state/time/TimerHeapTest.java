package io.caxton.state.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.state.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  private static final Comparator<Timer> ORDER =
      Comparator.comparingLong(Timer::at).thenComparingLong(Timer::tie);

  private static final class Thing extends Timer {}

  @Test
  void shouldGiveWhatASortedSetGives() {
    Seeds.each(TimerHeapTest.class, 40, TimerHeapTest::compare);
  }

  /** Few moments, so that many timers meet at one and the tie decides. */
  private static void compare(long seed) {
    Random random = new Random(seed);
    TimerHeap<Thing> heap = new TimerHeap<>();
    TreeSet<Thing> model = new TreeSet<>(ORDER);
    List<Thing> things = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      things.add(new Thing());
    }
    int moments = 1 + random.nextInt(200);
    for (int step = 0; step < 5_000; step++) {
      Thing thing = things.get(random.nextInt(things.size()));
      int what = random.nextInt(10);
      if (what < 6) {
        model.remove(thing);
        // Moves that keep the tie, and others. Sixty-four random bits are unique for our purpose.
        long tie = thing.isSet() && random.nextBoolean() ? thing.tie() : random.nextLong();
        heap.set(thing, random.nextInt(moments), tie);
        model.add(thing);
      } else if (what < 8) {
        heap.clear(thing);
        model.remove(thing);
      } else if (!model.isEmpty()) {
        assertThat(heap.first()).isSameAs(model.first());
        heap.clear(model.pollFirst());
      }
      assertSame(heap, model, random.nextInt(moments + 1));
      assertThat(thing.isSet()).isEqualTo(model.contains(thing));
    }
    while (!model.isEmpty()) {
      assertThat(heap.first()).isSameAs(model.first());
      heap.clear(model.pollFirst());
    }
    assertSame(heap, model, Long.MAX_VALUE);
  }

  private static void assertSame(TimerHeap<Thing> heap, TreeSet<Thing> model, long now) {
    assertThat(heap.size()).isEqualTo(model.size());
    assertThat(heap.nextAt()).isEqualTo(model.isEmpty() ? TimerHeap.NEVER : model.first().at());
    assertThat(heap.isDue(now)).isEqualTo(!model.isEmpty() && model.first().at() <= now);
  }

  @Test
  void shouldPopInOneOrderHoweverItWasFilled() {
    Seeds.each(
        TimerHeapTest.class,
        10,
        seed -> {
          Random random = new Random(seed);
          List<long[]> timers = new ArrayList<>();
          for (int tie = 1; tie <= 500; tie++) {
            timers.add(new long[] {random.nextInt(20), tie});
          }
          List<Long> one = popAll(timers);
          Collections.shuffle(timers, random);
          assertThat(popAll(timers)).isEqualTo(one);
        });
  }

  private static List<Long> popAll(List<long[]> timers) {
    TimerHeap<Thing> heap = new TimerHeap<>();
    timers.forEach(timer -> heap.set(new Thing(), timer[0], timer[1]));
    List<Long> ties = new ArrayList<>();
    while (heap.size() > 0) {
      Thing first = heap.first();
      ties.add(first.tie());
      heap.clear(first);
    }
    return ties;
  }

  @Test
  void shouldTakeAClearOfWhatIsNotInIt() {
    TimerHeap<Thing> heap = new TimerHeap<>();
    heap.clear(new Thing());
    assertThat(heap.nextAt()).isEqualTo(TimerHeap.NEVER);
    assertThat(heap.isDue(Long.MAX_VALUE)).isFalse();
    assertThatThrownBy(heap::first).isInstanceOf(IllegalStateException.class);
  }
}

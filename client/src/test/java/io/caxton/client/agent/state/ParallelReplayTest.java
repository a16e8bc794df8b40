package io.caxton.client.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** -Dreplay.seed=N runs one history alone. */
class ParallelReplayTest {
  private static final int HISTORIES = 1_000;

  private static List<AgentEvent> history(Random random, int eventsMax, int partitionsMax) {
    int partitions = 1 + random.nextInt(partitionsMax);
    List<AgentEvent> events = new ArrayList<>();
    for (int i = random.nextInt(eventsMax); i > 0; i--) {
      int partition = random.nextInt(partitions);
      String change = random.nextInt(4) == 0 ? "*" + random.nextInt(5) : "+" + random.nextInt(100);
      events.add(
          new AgentEvent(
              events.size() + 1L,
              partition == 0 ? "" : "p" + partition,
              ByteString.copyFromUtf8(change)));
    }
    return events;
  }

  /** What a checkpoint before the history may have held. */
  private static SortedMap<String, Long> base(Random random) {
    SortedMap<String, Long> base = new TreeMap<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      base.put("p" + random.nextInt(40), (long) random.nextInt(1_000));
    }
    return base;
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    SortedMap<String, Long> base = base(random);
    List<AgentEvent> events = history(random, 2_000, 40);
    int threads = 1 + random.nextInt(8);
    Accounts accounts = new Accounts();

    ByteString inOrder;
    try (var replay = Replay.sequential(accounts, new TreeMap<>(base))) {
      replay.apply(events);
      inOrder = accounts.digest(replay.finish());
    }
    ByteString byPartition;
    try (var replay = Replay.parallel(accounts, new TreeMap<>(base), threads)) {
      // in batches as a reader brings them
      int from = 0;
      while (from < events.size()) {
        int to = Math.min(events.size(), from + 1 + random.nextInt(700));
        replay.apply(events.subList(from, to));
        from = to;
      }
      byPartition = accounts.digest(replay.finish());
    }

    assertThat(byPartition)
        .as("-Dreplay.seed=%d: %d events, %d threads", seed, events.size(), threads)
        .isEqualTo(inOrder);
  }

  @Test
  void shouldGiveTheSameStateAsTheSequentialReplayForRandomHistories() {
    Long one = Long.getLong("replay.seed");
    if (one != null) {
      check(one);
      return;
    }
    long first = System.nanoTime();
    System.out.println("histories with -Dreplay.seed=" + first + " and the next " + HISTORIES);
    for (int i = 0; i < HISTORIES; i++) {
      check(first + i);
    }
  }

  /** Its balance of "fees" is changed by the events of all others. */
  private static final class WithFees extends Accounts {
    @Override
    public SortedMap<String, Long> apply(SortedMap<String, Long> balances, AgentEvent event) {
      if (event.body().toStringUtf8().equals("+13")) {
        balances.merge("fees", balances.getOrDefault("other", 0L), Long::sum);
      }
      return super.apply(balances, event);
    }
  }

  private static AgentEvent event(long seq, String partition, String change) {
    return new AgentEvent(seq, partition, ByteString.copyFromUtf8(change));
  }

  @Test
  void shouldNameTheFirstEventThatLooksBeyondItsPartition() {
    WithFees accounts = new WithFees();
    List<AgentEvent> events =
        List.of(
            event(1, "one", "+1"),
            // nothing is in "other" yet: no harm so far, but for an empty balance of fees
            event(2, "other", "+7"),
            event(3, "one", "+13"),
            event(4, "other", "+13"),
            event(5, "one", "+2"));

    ReplayDifference difference =
        new ReplayCheck<>(accounts, accounts.initial()).difference(events, 3).orElseThrow();

    assertThat(difference.event()).isEqualTo(events.get(2));
    assertThat(difference).hasMessageContaining("event 3").hasMessageContaining("partition 'one'");
  }

  @Test
  void shouldNotLeaveOutALaneThatDiedOfAnError() {
    Accounts broken =
        new Accounts() {
          @Override
          public SortedMap<String, Long> part(SortedMap<String, Long> whole, String partition) {
            if (partition.equals("bad")) {
              throw new AssertionError("no part");
            }
            return super.part(whole, partition);
          }
        };
    try (var replay = Replay.parallel(broken, broken.initial(), 2)) {
      replay.apply(List.of(event(1, "good", "+1"), event(2, "bad", "+1")));
      assertThatThrownBy(replay::finish)
          .isInstanceOfSatisfying(
              ApplyFailure.class, failed -> assertThat(failed.seq()).isEqualTo(2));
    }
  }

  @Test
  void shouldFindAMergeThatForgetsAPart() {
    Accounts forgetful =
        new Accounts() {
          @Override
          public SortedMap<String, Long> merge(
              SortedMap<String, Long> whole, SortedMap<String, SortedMap<String, Long>> parts) {
            SortedMap<String, Long> merged = super.merge(whole, parts);
            merged.remove("lost");
            return merged;
          }
        };
    List<AgentEvent> events = List.of(event(1, "a", "+1"), event(2, "lost", "+1"));

    try (var replay = Replay.verified(forgetful, forgetful.initial(), 2)) {
      replay.apply(events);
      assertThatThrownBy(replay::finish)
          .isInstanceOfSatisfying(
              ReplayDifference.class, found -> assertThat(found.event().seq()).isEqualTo(2));
    }
  }

  @Test
  void shouldSayNothingOfAStateThatKeepsItsPromise() {
    Random random = new Random(1);
    Accounts accounts = new Accounts();

    assertThat(new ReplayCheck<>(accounts, base(random)).difference(history(random, 500, 9), 4))
        .isEmpty();
  }

  @Test
  void shouldNameTheFirstEventThatCannotBeAppliedWhicheverThreadMeetsItsOwnFirst() {
    Accounts accounts = new Accounts();
    List<AgentEvent> events = new ArrayList<>();
    for (int seq = 1; seq <= 5_000; seq++) {
      boolean bad = seq == 1_500 || seq == 1_501 || seq > 4_000;
      events.add(event(seq, "p" + seq % 7, bad ? "not a change" : "+1"));
    }

    for (int threads = 1; threads <= 7; threads++) {
      try (var replay = Replay.parallel(accounts, accounts.initial(), threads)) {
        replay.apply(events);
        assertThatThrownBy(replay::finish)
            .isInstanceOfSatisfying(
                ApplyFailure.class, failure -> assertThat(failure.seq()).isEqualTo(1_500));
      }
    }
  }
}

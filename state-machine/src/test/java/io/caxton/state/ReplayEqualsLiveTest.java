package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.core.Invariants;
import io.caxton.state.read.StuckTasks;
import io.caxton.v1.Command;
import io.caxton.v1.Record;
import io.caxton.v1.StateHeader;
import io.caxton.v1.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories, applied by replicas that come to the same place by different ways.
 *
 * <p>One seed again: {@code -Dtest=ReplayEqualsLiveTest -Dcaxton.seed=SEED}; longer: {@code
 * -Dcaxton.histories=N}.
 */
class ReplayEqualsLiveTest {
  private static final int RECORDS = 1_500;
  private static final int RECORDS_BETWEEN_LOADS = 50;
  static final Limits LIMITS =
      new Limits(3, 4, 3, 5, 6, 40, 128, 1L << 20, 3, new ConversationLimits(40, 4, 6, 5, 3, 8), 2);

  @Test
  void shouldHaveOneDigestAndOneBehaviourWhateverWayItCameThere() {
    Seeds.each(
        ReplayEqualsLiveTest.class,
        Integer.getInteger("caxton.histories", 6),
        ReplayEqualsLiveTest::run);
  }

  private static void run(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Random random = new Random(~seed);
    StateMachine live = new StateMachine(LIMITS);
    StateMachine replayed = new StateMachine(LIMITS);
    StateMachine reloaded = new StateMachine(LIMITS);
    StateMachine chained = new StateMachine(LIMITS);
    Rows chain = new Rows();

    for (int i = 1; i <= RECORDS; i++) {
      Record record = history.next(live.freeze());
      List<Result> results = apply(live, record);
      assertThat(apply(replayed, record)).isEqualTo(results);
      assertThat(apply(reloaded, record)).isEqualTo(results);
      assertThat(apply(chained, record)).isEqualTo(results);
      for (Result result : results) {
        if (result.reply().hasOpenSession()) {
          history.opened(result.reply().getOpenSession().getSessionId());
        }
      }
      Invariants.check(live.core());
      assertThat(reloaded.nextDeadlineTick()).isEqualTo(live.nextDeadlineTick());
      assertThat(reloaded.nextScheduleWallMillis()).isEqualTo(live.nextScheduleWallMillis());
      if (i % RECORDS_BETWEEN_LOADS == 0) {
        reloaded = Rows.of(reloaded.freeze()).load();
        Invariants.check(reloaded.core());
        chained = snapshot(chained, chain, random);
        assertThat(reloaded.freeze().digest()).isEqualTo(live.freeze().digest());
        assertThat(chained.freeze().digest()).isEqualTo(live.freeze().digest());
      }
    }
    assertThat(replayed.freeze().digest()).isEqualTo(live.freeze().digest());
    checkNoneIsStuck(live, history.next(live.freeze()));
  }

  /** Once all that is due has been swept, nothing is left that nothing will move on. */
  private static void checkNoneIsStuck(StateMachine machine, Record next) {
    Command sweep =
        Command.newBuilder().setSweep(Sweep.newBuilder().setItemsMax(1_000_000)).build();
    apply(machine, next.toBuilder().clearCommands().addCommands(sweep).build());
    assertThat(StuckTasks.of(machine.freeze()).examples()).isEmpty();
  }

  /** Takes a snapshot as a difference; sometimes it fails, sometimes the machine starts from it. */
  private static StateMachine snapshot(StateMachine machine, Rows chain, Random random) {
    SnapshotView view = machine.freezeForSnapshot();
    if (random.nextInt(4) == 0) {
      machine.snapshotFailed(view);
      return machine;
    }
    chain.add(view);
    return random.nextBoolean() ? chain.load() : machine;
  }

  private static List<Result> apply(StateMachine machine, Record record) {
    List<Result> results = new ArrayList<>();
    machine.apply(record, (index, result) -> results.add(result));
    return results;
  }

  /** Rows as a snapshot holds them. */
  private static final class Rows {
    private final Map<String, TreeMap<byte[], byte[]>> tables = new HashMap<>();
    private StateHeader header;

    static Rows of(State state) {
      Rows rows = new Rows();
      rows.header = state.header();
      for (TableView table : state.tables()) {
        rows.addAll(table);
      }
      return rows;
    }

    void add(SnapshotView view) {
      header = view.header();
      for (TableView table : view.tables()) {
        if (table.changedRows() < 0) {
          tables.remove(table.name());
          addAll(table);
        } else {
          addChanges(table);
        }
      }
    }

    private void addAll(TableView table) {
      List<byte[]> keys = new ArrayList<>();
      table.forEach(
          (key, value) -> {
            keys.add(key);
            of(table).put(key, value.toByteArray());
          });
      assertThat(keys).hasSize((int) table.rows()).containsExactlyElementsOf(of(table).keySet());
    }

    private void addChanges(TableView table) {
      table.forEachChange(
          new TableView.ChangeVisitor() {
            @Override
            public void put(byte[] key, com.google.protobuf.MessageLite value) {
              of(table).put(key, value.toByteArray());
            }

            @Override
            public void removed(byte[] key) {
              of(table).remove(key);
            }
          });
    }

    private TreeMap<byte[], byte[]> of(TableView table) {
      return tables.computeIfAbsent(
          table.name(), name -> new TreeMap<>(java.util.Arrays::compareUnsigned));
    }

    StateMachine load() {
      StateLoader loader = new StateLoader(LIMITS, header);
      tables.forEach((name, rows) -> rows.forEach((key, row) -> loader.put(name, key, row)));
      return loader.finish();
    }
  }
}

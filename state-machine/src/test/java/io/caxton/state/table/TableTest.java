package io.caxton.state.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.Seeds;
import io.caxton.v1.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Route row(long revision) {
    return Route.newBuilder().setRevision(revision).build();
  }

  @Test
  void shouldHoldWhatAHashMapHoldsAndNeverChangeAView() {
    Seeds.each(TableTest.class, 20, TableTest::compare);
  }

  private record View(Map<String, Route> frozen, Map<String, Route> expected) {}

  private static void compare(long seed) {
    Random random = new Random(seed);
    Table<String, Route> table = new Table<>();
    Map<String, Route> model = new HashMap<>();
    Set<String> changed = new HashSet<>();
    List<View> views = new ArrayList<>();
    for (int step = 1; step <= 4_000; step++) {
      String key = "k" + random.nextInt(300);
      switch (random.nextInt(20)) {
        case 0 -> views.add(new View(table.freeze(), new HashMap<>(model)));
        case 1 -> {
          ChangedKeys<String> taken = table.takeChanges();
          assertThat(taken.tooMany()).isFalse();
          assertThat(taken.keys()).isEqualTo(changed);
          if (random.nextBoolean()) {
            table.returnChanges(taken);
          } else {
            changed.clear();
          }
        }
        case 2, 3, 4, 5, 6, 7 -> {
          assertThat(table.remove(key)).isEqualTo(model.get(key));
          if (model.remove(key) != null) {
            changed.add(key);
          }
        }
        default -> {
          Route row = row(step);
          assertThat(table.put(key, row)).isEqualTo(model.put(key, row));
          changed.add(key);
        }
      }
      assertThat(table.get(key)).isEqualTo(model.get(key));
      assertThat(table.contains(key)).isEqualTo(model.containsKey(key));
      assertThat(table.size()).isEqualTo(model.size());
      assertThat(table.isEmpty()).isEqualTo(model.isEmpty());
    }
    assertThat(table.rows()).isEqualTo(model);
    for (View view : views) {
      assertThat(view.frozen()).isEqualTo(view.expected());
    }
  }

  @Test
  void shouldGiveTheSameViewUntilSomethingChanges() {
    Table<String, Route> table = new Table<>();
    table.put("a", row(1));
    var view = table.freeze();
    table.remove("not there");
    assertThat(table.freeze()).isSameAs(view);
    table.put("a", row(2));
    assertThat(table.freeze()).isNotSameAs(view).containsEntry("a", row(2));
    assertThat(view).containsEntry("a", row(1));
    table.remove("a");
    assertThat(table.freeze()).isEmpty();
    table.load("b", row(3));
    assertThat(table.freeze()).containsOnlyKeys("b");
  }

  @Test
  void shouldNotCountALoadedRowAsAChange() {
    Table<String, Route> table = new Table<>();
    table.load("a", row(1));
    table.put("b", row(2));
    table.remove("c");
    assertThat(table.takeChanges().keys()).containsExactly("b");
    assertThat(table.takeChanges().keys()).isEmpty();
  }

  @Test
  void shouldMergeTheChangesOfASnapshotThatFailedWithThoseSince() {
    Table<String, Route> table = new Table<>();
    table.put("a", row(1));
    ChangedKeys<String> failed = table.takeChanges();
    table.put("b", row(2));
    table.returnChanges(failed);
    assertThat(table.takeChanges().keys()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void shouldStopListingKeysWhenMostOfTheTableChanged() {
    Table<Integer, Route> table = new Table<>();
    for (int i = 0; i < 4 * ChangedKeys.KEYS_MIN; i++) {
      table.load(i, row(i));
    }
    for (int i = 0; i < 2 * ChangedKeys.KEYS_MIN; i++) {
      table.put(i, row(0));
    }
    ChangedKeys<Integer> half = table.takeChanges();
    assertThat(half.tooMany()).isFalse();
    assertThat(half.keys()).hasSize(2 * ChangedKeys.KEYS_MIN);
    for (int i = 0; i <= 2 * ChangedKeys.KEYS_MIN; i++) {
      table.put(i, row(0));
    }
    ChangedKeys<Integer> more = table.takeChanges();
    assertThat(more.tooMany()).isTrue();
    assertThat(more.keys()).isEmpty();
    // Given back to a table with few changes: the keys stay unknown.
    table.put(1, row(1));
    table.returnChanges(more);
    table.put(2, row(2));
    assertThat(table.takeChanges().tooMany()).isTrue();
  }
}

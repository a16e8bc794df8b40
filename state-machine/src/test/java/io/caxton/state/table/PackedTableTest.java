package io.caxton.state.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.caxton.state.Seeds;
import io.caxton.v1.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackedTableTest {
  private static Task row(String id, long revision, int payloadBytes) {
    return Task.newBuilder()
        .setId(id)
        .setRevision(revision)
        .setPayload(ByteString.copyFrom(new byte[payloadBytes]))
        .build();
  }

  private record View(Map<String, Task> frozen, Map<String, Task> expected) {}

  @Test
  void shouldHoldWhatAHashMapHoldsAndNeverChangeAView() {
    Seeds.each(PackedTableTest.class, 30, PackedTableTest::compare);
  }

  private static void compare(long seed) {
    Random random = new Random(seed);
    PackedTable<Task> table = new PackedTable<>(Task.parser());
    Map<String, Task> model = new HashMap<>();
    Set<String> changed = new HashSet<>();
    List<View> views = new ArrayList<>();
    int keys = 50 + random.nextInt(4_000);
    int payloadMax = 1 + random.nextInt(2_000);
    for (int i = random.nextInt(2_000); i > 0; i--) {
      Task row = row("k" + i, 0, random.nextInt(payloadMax));
      byte[] ids = ("x/" + row.getId() + "/y").getBytes(StandardCharsets.US_ASCII);
      table.loadPacked(ids, 2, ids.length - 2, row.toByteArray(), 0, row.getSerializedSize());
      model.put(row.getId(), row);
    }
    for (int step = 1; step <= 6_000; step++) {
      String key = "k" + random.nextInt(keys);
      Task row = row(key, step, random.nextInt(payloadMax));
      switch (random.nextInt(100)) {
        case 0 -> views.add(new View(table.freeze(), new HashMap<>(model)));
        case 1 -> {
          assertThat(table.takeChanges().keys()).containsAll(changed);
          changed.clear();
        }
        default -> {
          Task before = model.get(key);
          change(random, table, model, key, row);
          if (!Objects.equals(before, model.get(key))) {
            changed.add(key);
          }
        }
      }
      assertThat(table.get(key)).isEqualTo(model.get(key));
      assertThat(table.size()).isEqualTo(model.size());
    }
    views.add(new View(table.freeze(), model));
    for (View view : views) {
      check(view);
    }
  }

  private static void change(
      Random random, PackedTable<Task> table, Map<String, Task> model, String key, Task row) {
    boolean known = model.containsKey(key);
    switch (random.nextInt(4)) {
      case 0 -> {
        assertThat(table.insert(key, row)).isEqualTo(!known);
        model.putIfAbsent(key, row);
      }
      case 1 -> {
        long place = table.insertPacked(key, row);
        assertThat(place >= 0).isEqualTo(!known);
        model.putIfAbsent(key, row);
        if (!known) {
          assertThat(table.at(place)).isEqualTo(row);
        }
      }
      case 2 -> {
        if (known) {
          table.replace(key, row);
          model.put(key, row);
        } else {
          assertThatThrownBy(() -> new PackedTable<>(Task.parser()).replace(key, row))
              .isInstanceOf(IllegalStateException.class);
        }
      }
      default -> assertThat(table.remove(key)).isEqualTo(model.remove(key));
    }
  }

  private static void check(View view) {
    assertThat(view.frozen()).hasSameSizeAs(view.expected()).isEqualTo(view.expected());
    assertThat(new HashSet<>(view.frozen().keySet())).isEqualTo(view.expected().keySet());
    view.expected().forEach((key, row) -> assertThat(view.frozen().get(key)).isEqualTo(row));
    assertThat(view.frozen().containsKey("nobody")).isFalse();
    if (view.frozen() instanceof LayeredRows<Task> layered) {
      for (RowBytes row : layered.packed()) {
        assertThat(layered.packed(row.key()).orElseThrow().toByteArray())
            .isEqualTo(view.expected().get(row.key()).toByteArray());
      }
    }
  }

  @Test
  void shouldGiveTheSameViewUntilSomethingChanges() {
    PackedTable<Task> table = new PackedTable<>(Task.parser());
    table.insertPacked("a", row("a", 1, 9));
    Map<String, Task> view = table.freeze();
    table.get("a");
    assertThat(table.freeze()).isSameAs(view);
    table.replace("a", row("a", 2, 9));
    assertThat(table.freeze()).isNotSameAs(view).containsEntry("a", row("a", 2, 9));
    assertThat(view).containsEntry("a", row("a", 1, 9));
  }

  @Test
  void shouldForgetSegmentsWhoseRowsAreGone() {
    PackedTable<Task> table = new PackedTable<>(Task.parser());
    long last = 0;
    for (int i = 0; i < 3 << 18; i++) {
      String id = "t" + i;
      last = table.insertPacked(id, row(id, i, 0));
      if (i >= 10) {
        table.remove("t" + (i - 10));
      }
    }
    // Three segments were begun; the rows of the first two are gone with them.
    assertThat(last >>> 32).isEqualTo(2);
    assertThat(table.size()).isEqualTo(10);
    assertThat(table.get("t" + ((3 << 18) - 1))).isNotNull();
    assertThatThrownBy(() -> table.at(5)).isInstanceOf(RuntimeException.class);
  }
}

package io.caxton.state.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Change;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedTest {
  private final Feed feed = new Feed(8, 1 << 20);

  @Test
  void shouldGiveTheChangesAbovePosition() {
    command(1, "a");
    command(2);
    command(3, "b", "c");
    feed.publish();

    assertThat(ids(batch(0))).containsExactly("a", "b", "c");
    assertThat(ids(batch(1))).containsExactly("b", "c");
    assertThat(batch(1).upToPosition()).isEqualTo(3);
    assertThat(ids(batch(3))).isEmpty();
    assertThat(batch(9).upToPosition()).isEqualTo(9);
  }

  @Test
  void shouldShowNothingBeforeItIsPublished() {
    command(1, "a");

    assertThat(batch(0).changes()).isEmpty();
    assertThat(batch(0).upToPosition()).isZero();
  }

  @Test
  void shouldNeverSplitACommand() {
    command(1, "a");
    command(2, "b", "c", "d");
    command(3, "e");
    feed.publish();

    FeedRead.Batch first = (FeedRead.Batch) feed.read(0, 2);
    FeedRead.Batch second = (FeedRead.Batch) feed.read(first.upToPosition(), 2);

    assertThat(ids(first)).containsExactly("a", "b", "c", "d");
    assertThat(first.upToPosition()).isEqualTo(2);
    assertThat(ids(second)).containsExactly("e");
  }

  @Test
  void shouldSayFromWhereItIsCompleteAfterDroppingOldOnes() {
    for (int position = 1; position <= 5; position++) {
      command(position, "x", "y");
    }
    feed.publish();

    assertThat(feed.read(0, 9)).isEqualTo(new FeedRead.Compacted(2));
    assertThat(ids(batch(1))).hasSize(8);
  }

  @Test
  void shouldDropOldOnesThatHoldTooManyBytes() {
    Feed small = new Feed(1_000, 10_000);
    for (int position = 1; position <= 10; position++) {
      small.begin(position);
      small.add(
          "f",
          Task.newBuilder()
              .setPayload(com.google.protobuf.ByteString.copyFrom(new byte[4_000]))
              .build());
    }
    small.publish();

    assertThat(small.read(0, 9)).isInstanceOf(FeedRead.Compacted.class);
    assertThat(small.read(8, 9)).isInstanceOf(FeedRead.Batch.class);
  }

  @Test
  void shouldBeginAtTheRestoredPosition() {
    command(1, "a");
    feed.publish();

    feed.restart(100);
    command(101, "b");
    feed.publish();

    assertThat(feed.read(99, 9)).isEqualTo(new FeedRead.Compacted(101));
    assertThat(ids(batch(100))).containsExactly("b");
  }

  @Test
  void shouldSendTasksWithoutPayloadAndResult() {
    feed.begin(7);
    feed.addRemoved(
        "f",
        Task.newBuilder()
            .setId("x")
            .setPayload(com.google.protobuf.ByteString.copyFromUtf8("p"))
            .build());
    feed.publish();

    assertThat(Feed.toChange(batch(0).changes().getFirst()))
        .isEqualTo(
            Change.newBuilder()
                .setPosition(7)
                .setKind(Change.Kind.KIND_REMOVED)
                .setTask(Task.newBuilder().setId("x"))
                .build());
  }

  @Test
  void shouldGiveEachChangeOnceToReadersWhileItIsWritten() throws Exception {
    // given
    int commands = 200_000;
    Feed wide = new Feed(1_024, 1 << 30);
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> follow(wide, commands));

    // when
    Task task = Task.newBuilder().setId("x").build();
    for (int position = 1; position <= commands; position++) {
      wide.begin(position);
      for (int i = 0; i <= position % 3; i++) {
        wide.add("f", task);
      }
      if (position % 5 == 0) {
        wide.publish();
      }
    }
    wide.publish();

    // then
    assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
  }

  /** Reads to the end; counts the batches. After a compaction it starts again where it may. */
  private static int follow(Feed feed, int end) {
    long position = 0;
    int batches = 0;
    while (position < end) {
      switch (feed.read(position, 50)) {
        case FeedRead.Compacted(long first) -> position = Math.max(position, first - 1);
        case FeedRead.Batch(List<FeedChange> changes, long upTo) -> {
          batches++;
          check(changes, position, upTo);
          position = upTo;
        }
      }
    }
    return batches;
  }

  /** Whole commands, in order, none left out: command p has (p mod 3) + 1 changes. */
  private static void check(List<FeedChange> changes, long from, long upTo) {
    int at = 0;
    for (long position = from + 1; position <= upTo; position++) {
      for (int i = 0; i <= position % 3; i++) {
        assertThat(changes.get(at++).position()).isEqualTo(position);
      }
    }
    assertThat(changes).hasSize(at);
  }

  private void command(long position, String... ids) {
    feed.begin(position);
    for (String id : ids) {
      feed.add("f", Task.newBuilder().setId(id).build());
    }
  }

  private FeedRead.Batch batch(long from) {
    return (FeedRead.Batch) feed.read(from, 100);
  }

  private static List<String> ids(FeedRead.Batch batch) {
    List<String> ids = new ArrayList<>();
    for (FeedChange change : batch.changes()) {
      ids.add(((Task) change.resource()).getId());
    }
    return ids;
  }
}

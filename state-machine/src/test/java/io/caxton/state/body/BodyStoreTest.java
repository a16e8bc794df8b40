package io.caxton.state.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyStoreTest {
  private final BodyStore store = new BodyStore();

  private void append(long streamId, long fromSeq, long toSeq) {
    for (long seq = fromSeq; seq <= toSeq; seq++) {
      store.append(streamId, seq, bytes(streamId, seq));
    }
  }

  private static byte[] bytes(long streamId, long seq) {
    String text = streamId + "/" + seq;
    return (seq % 500 == 30 ? text.repeat(40_000) : text).getBytes(StandardCharsets.UTF_8);
  }

  private List<Long> read(long streamId, long fromSeq, long toSeq) throws DamagedBodyException {
    List<Long> seqs = new ArrayList<>();
    long next =
        store.read(
            streamId,
            fromSeq,
            toSeq,
            (seq, array, offset, length) -> {
              assertThat(new String(array, offset, length, StandardCharsets.UTF_8))
                  .isEqualTo(new String(bytes(streamId, seq), StandardCharsets.UTF_8));
              return seqs.add(seq);
            });
    assertThat(next).isEqualTo(fromSeq + seqs.size());
    return seqs;
  }

  @Test
  void shouldGiveWhatWasAppendedInOrder() throws Exception {
    append(7, 1, 120);
    append(8, 5, 6);
    append(7, 121, 130);

    assertThat(read(7, 1, 1_000)).hasSize(130).startsWith(1L, 2L).endsWith(130L);
    assertThat(read(7, 100, 101)).containsExactly(100L, 101L);
    assertThat(read(8, 5, 9)).containsExactly(5L, 6L);
    assertThat(store.get(7, 130)).contains(bytes(7, 130));
  }

  @Test
  void shouldStopAtWhatIsNotThere() throws Exception {
    append(7, 10, 12);

    assertThat(read(7, 9, 12)).isEmpty();
    assertThat(read(7, 13, 20)).isEmpty();
    assertThat(read(99, 1, 2)).isEmpty();
    assertThat(store.get(7, 9)).isEmpty();
  }

  @Test
  void shouldStopWhenTheVisitorHasEnough() throws Exception {
    append(7, 1, 10);

    assertThat(store.read(7, 2, 10, (seq, array, offset, length) -> seq < 4)).isEqualTo(5);
  }

  @Test
  void shouldRefuseAGap() {
    append(7, 1, 2);

    assertThatThrownBy(() -> append(7, 4, 4)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadOverASnapshotThatIsStillBeingWritten() throws Exception {
    append(7, 1, 5);
    FrozenBodies first = store.freeze();
    append(7, 6, 7);
    store.freeze();
    append(7, 8, 9);

    assertThat(read(7, 3, 9)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(read(7, 6, 6)).containsExactly(6L);
    assertThat(read(7, 9, 9)).containsExactly(9L);

    // when
    store.durable(first, Optional.empty());

    // then what was in no run is away
    assertThat(read(7, 1, 9)).isEmpty();
    assertThat(read(7, 6, 9)).hasSize(4);
  }

  @Test
  void shouldFreezeWhatIsWantedOnly() throws Exception {
    append(7, 1, 6);
    append(9, 1, 2);
    store.park(7, 2);
    store.trim(7, 5);
    store.forget(9);

    assertThat(given(store.freeze())).containsExactly("7/2", "7/5", "7/6");

    // and what is not durable yet comes again, with what is new, in order
    append(7, 7, 7);
    append(3, 1, 1);
    assertThat(given(store.freeze())).containsExactly("3/1", "7/2", "7/5", "7/6", "7/7");
  }

  private static List<String> given(FrozenBodies frozen) throws Exception {
    List<String> given = new ArrayList<>();
    frozen.forEachNew(
        (streamId, seq, array, offset, length) ->
            given.add(new String(array, offset, length, StandardCharsets.UTF_8)));
    return given;
  }

  @Test
  void shouldHoldLittleMoreThanTheBodies() {
    for (long seq = 1; seq <= 100_000; seq++) {
      store.append(1 + seq % 10, 1 + seq / 10 + (seq % 10 == 0 ? -1 : 0), new byte[200]);
    }

    assertThat(store.memoryBytes()).isBetween(20_000_000L, 24_000_000L);
  }

  @Test
  void shouldLetReadersReadWhileItAppends() throws Exception {
    AtomicLong appended = new AtomicLong();
    CompletableFuture<Long> reader =
        CompletableFuture.supplyAsync(
            () -> {
              long reads = 0;
              Random random = new Random(1);
              while (appended.get() < 20_000) {
                long last = appended.get();
                long from = 1 + random.nextLong(last + 1);
                try {
                  assertThat(read(7, from, last)).hasSize((int) (last - from + 1));
                } catch (DamagedBodyException e) {
                  throw new IllegalStateException(e);
                }
                reads++;
              }
              return reads;
            });
    for (long seq = 1; seq <= 20_000; seq++) {
      store.append(7, seq, bytes(7, seq));
      appended.set(seq);
      if (seq % 3_000 == 0) {
        store.freeze();
      }
    }
    assertThat(reader.get()).isPositive();
  }
}

package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedKeysTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 50_000})
  void shouldGiveEveryKeyInOrderAndPauseBetweenBlocks(int count) throws Exception {
    // given
    List<Integer> keys = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(keys, new Random(count));
    AtomicLong spent = new AtomicLong();

    // when
    List<Integer> sorted = new ArrayList<>();
    SortedKeys.of(keys, Comparator.<Integer>naturalOrder(), spent::addAndGet)
        .forEachRemaining(sorted::add);

    // then
    assertThat(sorted).isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(spent.get()).isEqualTo(count / 4096 * (256L << 10));
  }
}

package io.caxton.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoopTest {
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /** A call that is answered after so many milliseconds. */
  private final class Delayed extends Slot {
    private final Executor after;
    private final boolean fails;

    Delayed(Loop loop, long millis, boolean fails) {
      super(loop);
      after = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
      this.fails = fails;
    }

    @Override
    void send() {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      after.execute(
          () -> {
            underWay.decrementAndGet();
            if (fails) {
              failed(1, new IllegalStateException("no"));
            } else {
              answered(1);
            }
          });
    }
  }

  @Test
  void shouldKeepAsManyUnderWayAsAskedFor() throws InterruptedException {
    Loop loop = new ClosedLoop(8);
    loop.start(l -> new Delayed(l, 5, false));
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(loop.stop(5_000)).isTrue();
    assertThat(mostUnderWay).hasValue(8);
    assertThat(underWay).hasValue(0);
    assertThat(loop.meter().acked()).isGreaterThan(16);
  }

  @Test
  void shouldGoOnAfterFailuresAndCountThemApart() throws InterruptedException {
    Loop loop = new ClosedLoop(2);
    loop.start(l -> new Delayed(l, 1, true));
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(loop.stop(5_000)).isTrue();
    assertThat(loop.meter().acked()).isZero();
    assertThat(loop.meter().failed()).isGreaterThan(2);
    assertThat(loop.meter().failure()).isEqualTo("no");
  }

  @Test
  void shouldOfferAtItsRate() throws InterruptedException {
    Loop loop = new OpenLoop(100, 200);
    loop.start(l -> new Delayed(l, 1, false));
    TimeUnit.MILLISECONDS.sleep(1_000);
    assertThat(loop.stop(5_000)).isTrue();
    assertThat(loop.meter().acked()).isBetween(120L, 230L);
  }

  @Test
  void shouldCountFromWhenACallWasDueAndNotFromWhenItCouldBeSent() throws InterruptedException {
    Loop loop = new OpenLoop(1, 1_000);
    loop.meter().measure();
    loop.start(l -> new Delayed(l, 50, false));
    TimeUnit.MILLISECONDS.sleep(600);
    assertThat(loop.stop(5_000)).isTrue();
    Histogram latency = loop.meter().stop();
    assertThat(latency.getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
  }

  @Test
  void shouldReportFourDigits() {
    assertThat(BenchReport.rounded(31_234.567)).isEqualTo(31_230.0);
    assertThat(BenchReport.rounded(0.0123456)).isEqualTo(0.01235);
    assertThat(BenchReport.rounded(Double.NaN)).isZero();
  }
}

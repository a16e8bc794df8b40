package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandOverTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldHandLeadershipOverAndEndCleanlyOnSigterm() throws InterruptedException {
    // given somebody who submits one task after the other
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());
    Ask ask = new Ask(client);
    AtomicLong longestNanos = new AtomicLong();
    AtomicLong count = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 200; i++) {
      ask.submit("warm-up-" + i, "handed");
    }
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    long before = System.nanoTime();
                    ask.submit("t" + count.incrementAndGet(), "handed");
                    longestNanos.accumulateAndGet(System.nanoTime() - before, Math::max);
                  }
                });

    callUntil(caller, count, 100);
    long quietNanos = longestNanos.getAndSet(0);

    // when the leader is told to stop
    TestNode old = cluster.awaitLeader();
    old.terminate();
    OptionalInt exitCode = old.awaitEnd(Duration.ofSeconds(15));
    cluster.awaitLeaderOtherThan(old);
    callUntil(caller, count, count.get() + 50);
    over.set(true);
    caller.join();

    // then it went by itself, and hardly anybody noticed
    System.out.printf(
        "SIGTERM to the leader: longest call %d ms, before %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(longestNanos.get()),
        TimeUnit.NANOSECONDS.toMillis(quietNanos));
    assertThat(exitCode).hasValue(143);
    // On a machine so busy that a plain call takes long, a change of leaders takes several times
    // that.
    assertThat(longestNanos.get()).isLessThan(TimeUnit.SECONDS.toNanos(1) + 4 * quietNanos);
    assertThat(ask.queue("handed").getSubmittedTotal()).isEqualTo(200 + count.get());
  }

  private static void callUntil(Thread caller, AtomicLong count, long enough)
      throws InterruptedException {
    while (count.get() < enough && caller.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

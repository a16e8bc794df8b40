package io.caxton.jepsen.run;

import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.nemesis.Event;
import io.caxton.jepsen.node.TestNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells people how a run goes on: one line that changes on a terminal, a line now and then else.
 */
final class Reporter implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal = "1".equals(System.getenv("CAXTON_STDERR_TTY"));
  private final Tally tally;
  private final Supplier<Optional<TestNode>> leader;
  private final Thread ticker;
  private volatile String phase = "start";
  private volatile String fault = "";
  private volatile long phaseBegan = System.nanoTime();
  private volatile int phaseSeconds;

  Reporter(PrintStream out, Tally tally, Supplier<Optional<TestNode>> leader) {
    this.out = out;
    this.tally = tally;
    this.leader = leader;
    ticker = Thread.ofVirtual().name("reporter").start(this::tick);
  }

  /**
   * @param seconds that it will take; 0 if nobody knows
   */
  void phase(String name, int seconds) {
    phase = name;
    phaseSeconds = seconds;
    phaseBegan = System.nanoTime();
    print(true);
  }

  void event(Event event) {
    switch (event.type()) {
      case START -> fault = event.what();
      case STOP -> fault = "";
      case SEEN -> {}
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(terminal ? Duration.ofMillis(250) : Duration.ofSeconds(5));
        print(false);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void print(boolean lasting) {
    long seconds = (System.nanoTime() - phaseBegan) / 1_000_000_000;
    String line =
        "%-8s %3d%s s  %,d ops: %,d ok, %,d refused, %,d unknown  leader %s  %s"
            .formatted(
                phase,
                seconds,
                phaseSeconds > 0 ? "/" + phaseSeconds : "",
                tally.ended(),
                tally.ended(Type.OK),
                tally.ended(Type.FAIL),
                tally.ended(Type.INFO),
                leader.get().map(TestNode::id).orElse("-"),
                fault);
    if (terminal) {
      out.print(CLEAR_LINE + line.substring(0, Math.min(line.length(), 118)));
      if (lasting) {
        out.println();
      }
      out.flush();
    } else {
      out.println(line);
    }
  }

  @Override
  public void close() {
    ticker.interrupt();
    if (terminal) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}

package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.NewTask;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Submit tasks without end: every second one with an id of its own, the others leave it to the
 * server.
 */
public final class Submitters implements AutoCloseable {
  private final CaxtonClient client;
  private final String queue;
  private final TaskLedger ledger;
  private final Crew crew;
  private final AtomicLong count = new AtomicLong();
  private final long countMax;
  private final long pauseNanos;

  /**
   * @param countMax how many in all; they stop then
   * @param pause of each submitter between two tasks: sets the rate
   */
  public Submitters(
      CaxtonClient client,
      String queue,
      TaskLedger ledger,
      int size,
      long countMax,
      Duration pause) {
    this.client = client;
    this.queue = queue;
    this.ledger = ledger;
    this.countMax = countMax;
    pauseNanos = pause.toNanos();
    crew = new Crew("submitter", size, this::submitOne);
  }

  private boolean submitOne() {
    long number = count.getAndIncrement();
    if (number >= countMax) {
      return false;
    }
    boolean own = number % 2 == 0;
    String id = own ? queue + "-" + number : "";
    NewTask task =
        NewTask.newBuilder()
            .setId(id)
            .setQueue(queue)
            .setPayload(ByteString.copyFromUtf8("payload " + number))
            .build();
    try {
      String stored = CaxtonException.join(client.tasks().submit(task)).getTaskId();
      ledger.submitted(own ? id : stored);
    } catch (CaxtonException failure) {
      if (failure.definite()) {
        ledger.refused();
      } else if (own) {
        ledger.submitUnknown(id);
      } else {
        ledger.madeUnknown();
      }
    }
    LockSupport.parkNanos(pauseNanos);
    return true;
  }

  /** Waits until all that was begun is answered. */
  @Override
  public void close() {
    crew.close();
  }

  /** Waits until all are submitted. */
  public void join() {
    crew.join();
  }
}

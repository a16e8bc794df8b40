package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Small things that all workloads do with calls. */
final class Calls {
  /** For each call of the library, with all its tries. */
  static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** No run is as long. */
  static final int ENDLESS_LEASE_MILLIS = 3_600_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 100;

  private Calls() {}

  /** Waits for it; empty if there is no such thing. */
  static <T> Optional<T> joinIfThere(CompletableFuture<T> call) {
    try {
      return Optional.of(CaxtonException.join(call));
    } catch (CaxtonException failure) {
      if (failure.definite() && failure.reason() == ErrorReason.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** A new epoch of this agent, before the faults, with a lease that ends in no run. */
  static AgentEpoch registered(CaxtonClient client, String agent) {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder()
            .setAgentId(agent)
            .setLeaseMillis(ENDLESS_LEASE_MILLIS)
            .build();
    return AgentEpoch.of(untilAnswered(() -> client.agents().register(request)));
  }

  /** Before or after the faults: calls until it succeeds. */
  static <T> T untilAnswered(Supplier<CompletableFuture<T>> call) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return CaxtonException.join(call.get());
      } catch (CaxtonException failure) {
        if (System.nanoTime() - until > 0) {
          throw new IllegalStateException("the cluster does not answer", failure);
        }
        sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Repeats until it gives something or the time is over; drain is not stepped, so it waits. */
  static <T> Optional<T> untilPresent(Duration atMost, Supplier<Optional<T>> look) {
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent() || System.nanoTime() - until > 0) {
        return found;
      }
      sleep(PAUSE_MILLIS);
    }
  }

  /** The same for each, all at once; returns when all are done. */
  static <T> void together(List<T> all, Consumer<T> work) {
    List<Thread> threads =
        all.stream().map(one -> Thread.ofVirtual().start(() -> work.accept(one))).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

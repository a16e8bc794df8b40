package io.caxton.client.agent;

import io.caxton.client.CaxtonException;
import io.caxton.v1.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the cluster how a handler ended, until it is answered. Telling it again under another call
 * is harmless: the fence lets only one report through.
 */
final class Report {
  private static final long PAUSE_MILLIS = 100;
  private static final int MESSAGE_BYTES_MAX = 1_024;

  private final Agent agent;
  private final Run run;
  private Outcome.Told outcome;
  private boolean repeated;

  Report(Agent agent, Run run, Outcome.Told outcome) {
    this.agent = agent;
    this.run = run;
    this.outcome = outcome;
  }

  void send() {
    CompletableFuture<TaskState> answer =
        switch (outcome) {
          case Outcome.Completed c -> agent.granted().complete(run.grant(), c.result());
          case Outcome.Failed f -> agent.granted().fail(run.grant(), f.message(), f.last());
          case Outcome.GivenBack g -> agent.granted().release(run.grant());
        };
    answer.whenComplete(
        (state, failure) -> {
          if (failure == null) {
            accepted();
          } else if (failure instanceof CaxtonException refusal) {
            refused(refusal);
          } else {
            lost();
          }
        });
  }

  private void accepted() {
    switch (outcome) {
      case Outcome.Completed c -> agent.counters().completed.increment();
      case Outcome.Failed f -> agent.counters().failed.increment();
      case Outcome.GivenBack g -> agent.counters().released.increment();
    }
    agent.runs().settled(run);
  }

  private void lost() {
    agent.counters().lost.increment();
    agent.runs().settled(run);
  }

  private void refused(CaxtonException refusal) {
    if (agent.endsWith(refusal)) {
      lost();
      return;
    }
    switch (refusal.reason()) {
      case TASK_FINISHED -> {
        if (repeated && outcome instanceof Outcome.Completed) {
          accepted(); // By the report before, whose answer was lost.
        } else {
          lost();
        }
      }
      case LEASE_LOST, NOT_FOUND -> lost();
      case INVALID_ARGUMENT -> {
        if (outcome instanceof Outcome.Completed) {
          outcome = new Outcome.Failed("result refused: " + refusal.getMessage(), true);
          send();
        } else {
          lost();
        }
      }
      default -> again();
    }
  }

  private void again() {
    if (agent.over() || run.lease().over(agent.nanoTime())) {
      lost();
    } else {
      repeated = true;
      agent.later(PAUSE_MILLIS, this::send);
    }
  }

  /** What a handler threw, cut to what the cluster takes. */
  static String message(Throwable thrown) {
    String text = thrown.toString();
    while (text.getBytes(StandardCharsets.UTF_8).length > MESSAGE_BYTES_MAX) {
      text = text.substring(0, Math.min(text.length() - 1, MESSAGE_BYTES_MAX));
    }
    return text;
  }
}

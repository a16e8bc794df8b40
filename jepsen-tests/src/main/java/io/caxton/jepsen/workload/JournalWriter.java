package io.caxton.jepsen.workload;

import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.JournalChecker;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.NewEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.ToLongBiFunction;

/** Appends one to three events: anywhere, or only where it takes the journal's end to be. */
final class JournalWriter {
  /** Instead of an expected sequence. */
  private static final long ANYWHERE = -1;

  private static final int EVENTS_MAX = 3;

  private final Caller caller;
  private final JournalCell cell;
  private final Random random;

  JournalWriter(Caller caller, JournalCell cell, Random random) {
    this.caller = caller;
    this.cell = cell;
    this.random = random;
  }

  /** Through the library: with an expected sequence, or gathered with what others append. */
  void byLibrary(AgentJournal journal) {
    boolean expecting = random.nextInt(4) > 0;
    append(
        expecting ? 1 + random.nextInt(EVENTS_MAX) : 1,
        expecting ? cell.last() : ANYWHERE,
        (events, expected) -> {
          try {
            return expected == ANYWHERE
                ? CaxtonException.join(journal.append(events.getFirst()))
                : CaxtonException.join(journal.append(events, OptionalLong.of(expected)))
                    .getFirstSeq();
          } catch (CaxtonException failure) {
            if (failure.definite() && failure.reason() == ErrorReason.JOURNAL_CONFLICT) {
              cell.reached(Long.parseLong(failure.details().get("last_seq")));
              return JournalChecker.REFUSED;
            }
            throw failure;
          }
        });
  }

  /** By a plain call, sent again now and then. */
  void raw(ResentCalls resending) {
    append(
        1 + random.nextInt(EVENTS_MAX),
        random.nextInt(5) == 0 ? cell.last() : ANYWHERE,
        (events, expected) -> {
          AppendEventsRequest.Builder request =
              AppendEventsRequest.newBuilder()
                  .setAgentId(cell.key())
                  .setEpoch(cell.agent().epoch())
                  .addAllEvents(events);
          if (expected != ANYWHERE) {
            request.setExpectedLastSeq(expected);
          }
          return resending
              .send(
                  call ->
                      new RawCall<>(
                          JournalsGrpc.getAppendEventsMethod(), request.setCall(call).build()),
                  AppendEventsResponse.class)
              .getFirstSeq();
        });
    if (random.nextInt(3) == 0) {
      resending.again();
    }
  }

  private void append(int count, long expected, ToLongBiFunction<List<NewEvent>, Long> appending) {
    List<Long> numbers = cell.next(count);
    List<NewEvent> events = numbers.stream().map(Bodies::event).toList();
    caller
        .change(
            "append",
            cell.key(),
            Operation.map("expected", expected, "events", numbers),
            () -> appending.applyAsLong(events, expected),
            first -> Operation.map("first", first))
        .ifPresent(first -> cell.reached(first + count - 1));
  }
}

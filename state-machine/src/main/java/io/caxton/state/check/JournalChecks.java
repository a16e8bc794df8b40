package io.caxton.state.check;

import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.TrimEventsRequest;
import java.util.List;

/** Requests about journals. */
final class JournalChecks {
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final int PARTITION_KEY_BYTES_MAX = 128;

  private JournalChecks() {}

  static void check(Checks checks, AppendEventsRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    expectedLastSeq(checks, request.hasExpectedLastSeq(), request.getExpectedLastSeq());
    checks.items(Path.ROOT, "events", request.getEventsCount());
    events(checks, request.getEventsList());
  }

  static void expectedLastSeq(Checks checks, boolean given, long seq) {
    if (given) {
      checks.range(Path.ROOT, "expected_last_seq", seq, 0, Long.MAX_VALUE);
    }
  }

  /** Of an append or a commit. */
  static void events(Checks checks, List<NewEvent> events) {
    for (int i = 0; i < events.size() && !checks.failed(); i++) {
      NewEvent event = events.get(i);
      Path item = Path.ROOT.in("events", i);
      checks.textMax(item, "partition_key", event.getPartitionKey(), PARTITION_KEY_BYTES_MAX);
      checks.bytesMax(item, "body", event.getBody().size(), BODY_BYTES_MAX);
    }
  }

  static void check(Checks checks, TrimEventsRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    checks.range(Path.ROOT, "through_seq", request.getThroughSeq(), 0, Long.MAX_VALUE - 1);
  }
}

package io.caxton.state.check;

import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewTask;
import java.util.HashSet;
import java.util.Set;

/** Steps of agents. */
final class CommitChecks {
  private CommitChecks() {}

  static void check(Checks checks, CommitRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    JournalChecks.expectedLastSeq(
        checks, request.hasExpectedLastSeq(), request.getExpectedLastSeq());
    items(checks, request);
    JournalChecks.events(checks, request.getEventsList());
    acks(checks, request);
    completions(checks, request);
    for (int i = 0; i < request.getMessagesCount() && !checks.failed(); i++) {
      ConversationChecks.newMessage(checks, Path.ROOT.in("messages", i), request.getMessages(i));
    }
    tasks(checks, request);
    checks.range(
        Path.ROOT, "checkpoint_version", request.getCheckpointVersion(), 0, Long.MAX_VALUE);
  }

  private static void items(Checks checks, CommitRequest request) {
    int items =
        request.getEventsCount()
            + request.getAcksCount()
            + request.getCompletionsCount()
            + request.getMessagesCount()
            + request.getTasksCount();
    if (items < 1 || items > Checks.ITEMS_MAX) {
      checks.fail(
          Path.ROOT,
          "request",
          items + " items long",
          "events, acks, completions, messages and tasks must be 1 to "
              + Checks.ITEMS_MAX
              + " together");
    }
  }

  /** Twice would be once too often: the second is acked before. */
  private static void acks(Checks checks, CommitRequest request) {
    ConversationChecks.ids(checks, "acks", request.getAcksList());
    Set<MessageId> seen = new HashSet<>();
    for (int i = 0; i < request.getAcksCount() && !checks.failed(); i++) {
      MessageId ack = request.getAcks(i);
      if (!seen.add(ack)) {
        checks.fail(
            Path.ROOT.in("acks", i),
            "seq",
            Long.toString(ack.getSeq()),
            "each message may be given once only");
      }
    }
  }

  private static void completions(Checks checks, CommitRequest request) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < request.getCompletionsCount() && !checks.failed(); i++) {
      Completion completion = request.getCompletions(i);
      Path item = Path.ROOT.in("completions", i);
      TaskChecks.completion(checks, item, completion);
      if (!seen.add(completion.getTaskId())) {
        checks.fail(
            item,
            "task_id",
            Checks.shown(completion.getTaskId()),
            "each task may be given once only");
      }
    }
  }

  private static void tasks(Checks checks, CommitRequest request) {
    for (int i = 0; i < request.getTasksCount() && !checks.failed(); i++) {
      NewTask task = request.getTasks(i);
      TaskChecks.newTask(checks, Path.ROOT.in("tasks", i), task);
    }
  }
}

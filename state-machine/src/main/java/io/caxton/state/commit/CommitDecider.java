package io.caxton.state.commit;

import io.caxton.state.Refusals;
import io.caxton.state.conversation.HeldMessages;
import io.caxton.state.conversation.Sending;
import io.caxton.state.conversation.Taken;
import io.caxton.state.core.Fleet;
import io.caxton.state.journal.JournalAppends;
import io.caxton.state.task.CompleteTasks;
import io.caxton.state.task.SubmitTasks;
import io.caxton.state.task.TakenPlaces;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.MessageId;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides the items of a commit; the first that is refused refuses all, and nothing is changed. */
final class CommitDecider {
  private final JournalAppends appends;
  private final CompleteTasks completes;
  private final SubmitTasks submits;
  private final Sending sending;

  sealed interface Decision {}

  record Refused(Refusal refusal) implements Decision {}

  /** Where each message goes, and which places the tasks take. */
  record Decided(List<Sending.Goes> messages, TakenPlaces places) implements Decision {}

  CommitDecider(
      JournalAppends appends, CompleteTasks completes, SubmitTasks submits, Sending sending) {
    this.appends = appends;
    this.completes = completes;
    this.submits = submits;
    this.sending = sending;
  }

  Decision decide(Fleet fleet, CommitRequest request) {
    TakenPlaces places = new TakenPlaces();
    Optional<Refusal> refusal =
        events(fleet, request)
            .or(() -> checkpoint(fleet, request))
            .or(() -> acks(fleet, request))
            .or(() -> completions(fleet, request, places))
            .or(() -> tasks(fleet, request, places));
    return refusal.isPresent() ? new Refused(refusal.get()) : messages(fleet, request, places);
  }

  private Optional<Refusal> events(Fleet fleet, CommitRequest request) {
    OptionalLong expected =
        request.hasExpectedLastSeq()
            ? OptionalLong.of(request.getExpectedLastSeq())
            : OptionalLong.empty();
    return appends
        .check(fleet, request.getAgentId(), expected, request.getEventsCount())
        .map(refusal -> at("events", refusal));
  }

  private static Optional<Refusal> checkpoint(Fleet fleet, CommitRequest request) {
    long version = request.getCheckpointVersion();
    if (version == 0) {
      return Optional.empty();
    }
    for (Checkpoint saved :
        fleet.memory().checkpointsOf(request.getAgentId()).getCheckpointsList()) {
      if (saved.getVersion() == version) {
        return Optional.empty();
      }
    }
    return Optional.of(
        at(
            "checkpoint_version",
            Refusals.notFound(
                "checkpoint", fleet.name(), request.getAgentId() + " version " + version)));
  }

  private static Optional<Refusal> acks(Fleet fleet, CommitRequest request) {
    for (int i = 0; i < request.getAcksCount(); i++) {
      MessageId ack = request.getAcks(i);
      if (HeldMessages.find(fleet, request.getAgentId(), ack).isEmpty()) {
        return Optional.of(at("acks", i, HeldMessages.notFound(fleet, ack)));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> completions(Fleet fleet, CommitRequest request, TakenPlaces places) {
    for (int i = 0; i < request.getCompletionsCount(); i++) {
      Completion completion = request.getCompletions(i);
      Task task = fleet.tasks().get(completion.getTaskId());
      Optional<Refusal> refusal =
          completes.check(fleet, task, request.getAgentId(), request.getEpoch(), completion);
      if (refusal.isPresent()) {
        return Optional.of(at("completions", i, refusal.get()));
      }
      places.free(task.getQueue());
    }
    return Optional.empty();
  }

  private Optional<Refusal> tasks(Fleet fleet, CommitRequest request, TakenPlaces places) {
    for (int i = 0; i < request.getTasksCount(); i++) {
      Optional<Refusal> refusal = submits.check(fleet, request.getTasks(i), places);
      if (refusal.isPresent()) {
        return Optional.of(at("tasks", i, refusal.get()));
      }
    }
    return Optional.empty();
  }

  /** The last, since each takes its place in an inbox while the others are decided. */
  private Decision messages(Fleet fleet, CommitRequest request, TakenPlaces places) {
    Taken taken = new Taken();
    List<Sending.Goes> messages = new ArrayList<>();
    try {
      for (int i = 0; i < request.getMessagesCount(); i++) {
        switch (sending.decide(fleet, request.getAgentId(), request.getMessages(i), taken)) {
          case Sending.Refused(Refusal refusal) -> {
            return new Refused(at("messages", i, refusal));
          }
          case Sending.Goes goes -> {
            taken.add(fleet, request.getAgentId(), request.getMessages(i), goes);
            messages.add(goes);
          }
        }
      }
    } finally {
      taken.release();
    }
    return new Decided(messages, places);
  }

  private static Refusal at(String list, int index, Refusal refusal) {
    return at(list + "[" + index + "]", refusal);
  }

  private static Refusal at(String field, Refusal refusal) {
    return refusal.toBuilder().setField(field).build();
  }
}

package io.caxton.state.commit;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.conversation.HeldMessages;
import io.caxton.state.conversation.Sending;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.journal.JournalAppends;
import io.caxton.state.task.CompleteTasks;
import io.caxton.state.task.SubmitTasks;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.Journal;
import io.caxton.v1.MessageId;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides every item by the rules of its single call, then changes everything or nothing. What is
 * acked and completed here counts exactly once together with the events of its step.
 */
public final class AtomicCommit {
  private final Core core;
  private final CommitDecider decider;
  private final JournalAppends appends;
  private final CompleteTasks completes;
  private final SubmitTasks submits;
  private final Sending sending;

  public AtomicCommit(Core core) {
    this.core = core;
    this.appends = new JournalAppends(core);
    this.completes = new CompleteTasks(core);
    this.submits = new SubmitTasks(core);
    this.sending = new Sending(core);
    this.decider = new CommitDecider(appends, completes, submits, sending);
  }

  public Reply apply(CommitRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    return switch (decider.decide(fleet, request)) {
      case CommitDecider.Refused(Refusal refused) -> Refusals.reply(refused);
      case CommitDecider.Decided decided ->
          Reply.newBuilder().setCommit(change(fleet, request, decided)).build();
    };
  }

  private CommitResponse change(Fleet fleet, CommitRequest request, CommitDecider.Decided decided) {
    CommitResponse.Builder response = CommitResponse.newBuilder().setApplied(core.applied());
    if (request.getEventsCount() > 0) {
      Journal journal = appends.append(fleet, request.getAgentId(), request.getEventsList());
      response
          .setFirstSeq(journal.getLastSeq() - request.getEventsCount() + 1)
          .setLastSeq(journal.getLastSeq());
    }
    for (MessageId ack : request.getAcksList()) {
      core.mailRouting().ack(HeldMessages.find(fleet, request.getAgentId(), ack).orElseThrow());
    }
    complete(fleet, request);
    List<Sending.Goes> goes = decided.messages();
    for (int i = 0; i < goes.size(); i++) {
      response.addSent(sending.send(request.getAgentId(), request.getMessages(i), goes.get(i)));
    }
    if (request.getAcksCount() > 0 && !goes.isEmpty()) {
      // Each was decided before the acks made room: what waits for a provider may have one now.
      core.mailRouting().fill(fleet.mail().mailbox(request.getAgentId()));
    }
    for (int i = 0; i < request.getTasksCount(); i++) {
      response.addSubmitted(submits.submit(fleet, request.getTasks(i), i, decided.places()));
    }
    return response.build();
  }

  private void complete(Fleet fleet, CommitRequest request) {
    if (request.getCompletionsCount() > 0 && request.getTasksCount() > 0) {
      Set<String> own = new HashSet<>();
      request.getTasksList().forEach(task -> own.add(task.getId()));
      core.compensations().reserve(own);
    }
    for (Completion completion : request.getCompletionsList()) {
      Task task = fleet.tasks().get(completion.getTaskId());
      completes.complete(fleet, task, completion);
    }
    core.compensations().reserve(Set.of());
  }
}

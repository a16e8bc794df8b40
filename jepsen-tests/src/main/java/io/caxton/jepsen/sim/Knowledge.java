package io.caxton.jepsen.sim;

import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewTask;
import io.caxton.v1.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a client remembers of the answers it got: perhaps out of date. */
final class Knowledge {
  private static final int TASKS_MAX = 30;

  final String agentId;
  long epoch = 1;

  /** As far as it knows. */
  boolean registered;

  /** Of the checkpoint that it saves, if it does. */
  long upload = 1;

  /** Messages, the newest last. */
  final List<MessageId> received = new ArrayList<>();

  /** Ids, the newest last. */
  final List<String> sagas = new ArrayList<>();

  private final Map<String, Long> held = new LinkedHashMap<>();
  private final List<HeldGrant> past = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();
  private final List<NewTask> submitted = new ArrayList<>();
  private final Map<String, Long> revisions = new LinkedHashMap<>();

  Knowledge(String agentId) {
    this.agentId = agentId;
  }

  void learn(Command request, Reply reply) {
    switch (reply.getReplyCase()) {
      case REGISTER_AGENT -> {
        if (request.getRegisterAgent().getAgentId().equals(agentId)) {
          epoch = reply.getRegisterAgent().getAgent().getEpoch();
          registered = true;
        }
        held.clear();
      }
      case CLAIM_TASKS -> reply.getClaimTasks().getGrantsList().forEach(this::hold);
      case RENEW_AGENTS ->
          reply.getRenewAgents().getResultsList().stream()
              .flatMap(result -> result.getRenewed().getMissingGrantsList().stream())
              .forEach(this::hold);
      case COMPLETE_TASKS ->
          request.getCompleteTasks().getCompletionsList().forEach(c -> held.remove(c.getTaskId()));
      case FAIL_TASKS ->
          request.getFailTasks().getFailuresList().forEach(f -> held.remove(f.getTaskId()));
      case RELEASE_TASKS ->
          request.getReleaseTasks().getReleasesList().forEach(r -> held.remove(r.getTaskId()));
      case SUBMIT_TASKS -> {
        for (int i = 0; i < request.getSubmitTasks().getTasksCount(); i++) {
          NewTask task = request.getSubmitTasks().getTasks(i);
          String made = reply.getSubmitTasks().getResults(i).getSubmitted().getTaskId();
          remember(tasks, task.getId().isEmpty() ? made : task.getId());
          remember(submitted, task);
        }
      }
      case PUT_ROUTE ->
          revisions.put(
              reply.getPutRoute().getRoute().getName(),
              reply.getPutRoute().getRoute().getRevision());
      case SUBMIT_SAGA -> remember(sagas, reply.getSubmitSaga().getSagaId());
      case DEREGISTER_AGENT -> registered = false;
      case BEGIN_CHECKPOINT -> upload = reply.getBeginCheckpoint().getUploadId();
      case RECEIVE_MESSAGES ->
          reply
              .getReceiveMessages()
              .getMessagesList()
              .forEach(
                  message ->
                      remember(
                          received,
                          MessageId.newBuilder()
                              .setConversationId(message.getConversationId())
                              .setSeq(message.getSeq())
                              .build()));
      case REFUSAL -> refused(reply.getRefusal().getReason());
      default -> {
        // Nothing to remember.
      }
    }
  }

  private void refused(ErrorReason reason) {
    switch (reason) {
      case STALE_EPOCH, AGENT_LOST, NOT_FOUND, AGENT_DRAINING -> registered = false;
      default -> {
        // Says nothing about the agent.
      }
    }
  }

  private void hold(Grant grant) {
    held.put(grant.getTaskId(), grant.getFence());
    remember(
        past,
        HeldGrant.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()).build());
  }

  private static <T> void remember(List<T> list, T item) {
    list.add(item);
    if (list.size() > TASKS_MAX) {
      list.removeFirst();
    }
  }

  /** Some of what it holds, at times one that it held once. */
  List<HeldGrant> someHeld(Random random) {
    List<HeldGrant> some = new ArrayList<>();
    held.forEach(
        (task, fence) -> {
          if (random.nextInt(3) > 0) {
            some.add(HeldGrant.newBuilder().setTaskId(task).setFence(fence).build());
          }
        });
    if (!past.isEmpty() && (some.isEmpty() || random.nextInt(6) == 0)) {
      HeldGrant old = past.get(random.nextInt(past.size()));
      if (some.stream().noneMatch(grant -> grant.getTaskId().equals(old.getTaskId()))) {
        some.add(old);
      }
    }
    return some;
  }

  List<HeldGrant> allHeld() {
    return held.entrySet().stream()
        .map(e -> HeldGrant.newBuilder().setTaskId(e.getKey()).setFence(e.getValue()).build())
        .toList();
  }

  /** One it has seen, or any. */
  String task(Random random) {
    return tasks.isEmpty() || random.nextInt(6) == 0
        ? "t" + random.nextInt(40)
        : tasks.get(random.nextInt(tasks.size()));
  }

  /** One that was submitted before, to be submitted again. */
  NewTask submittedBefore(Random random) {
    return submitted.isEmpty()
        ? NewTask.newBuilder().setId("t" + random.nextInt(40)).build()
        : submitted.get(random.nextInt(submitted.size()));
  }

  long revision(String route) {
    return revisions.getOrDefault(route, 0L);
  }
}

package io.caxton.state.saga;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Hash64;
import io.caxton.state.core.Labels;
import io.caxton.state.core.Progress;
import io.caxton.state.core.SagaStore;
import io.caxton.state.task.QueueLookup;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.SubmitSagaResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Begins a saga, and all queues that it names: later nothing can refuse a step of it. */
public final class SubmitSaga {
  private final Core core;

  public SubmitSaga(Core core) {
    this.core = core;
  }

  public Reply apply(SubmitSagaRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Saga existing = SagaStore.find(fleet, request.getSagaId());
    long hash = contentHash(request);
    if (existing != null) {
      return existing.getContentHash() == hash
          ? reply(existing.getId(), false)
          : Refusals.reply(alreadyExists(existing));
    }
    Set<String> queues = newQueues(request, fleet);
    Optional<Refusal> refusal = check(fleet, queues.size());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Fleet into = fleet == null ? core.fleets().add(request.getFleet()) : fleet;
    queues.forEach(name -> QueueLookup.begin(core, into, name));
    Saga saga = saga(into, request, hash);
    core.sagas().begin(into, saga);
    return reply(saga.getId(), true);
  }

  /** Sorted: the order in which they begin must be the same everywhere. */
  private static Set<String> newQueues(SubmitSagaRequest request, Fleet fleet) {
    Set<String> names = new TreeSet<>();
    for (NewSagaStep step : request.getStepsList()) {
      names.add(QueueLookup.nameOf(step.getTask().getQueue()));
      if (!step.getCompensation().getQueue().isEmpty()) {
        names.add(step.getCompensation().getQueue());
      }
    }
    names.removeIf(name -> fleet != null && fleet.queueStates().containsKey(name));
    return names;
  }

  private Optional<Refusal> check(Fleet fleet, int queues) {
    if (fleet == null) {
      return QueueLookup.checkFleets(core);
    }
    if (fleet.sagas().unfinished() >= SagaStore.UNFINISHED_MAX) {
      return Optional.of(Refusals.limit("unfinished sagas of a fleet", SagaStore.UNFINISHED_MAX));
    }
    return queues == 0 ? Optional.empty() : QueueLookup.checkQueues(core, fleet, queues - 1);
  }

  private Saga saga(Fleet fleet, SubmitSagaRequest request, long hash) {
    Progress now = core.progress();
    String id = request.getSagaId().isEmpty() ? "s-" + now.position() : request.getSagaId();
    while (fleet.sagas().rows().contains(id)) {
      id += "x"; // A caller took the very id that was this one's turn.
    }
    Saga.Builder saga =
        Saga.newBuilder()
            .setId(id)
            .setState(SagaState.SAGA_STATE_RUNNING)
            .addAllLabels(Labels.sorted(request.getLabelsList()))
            .setSubmittedPosition(now.position())
            .setSubmittedWallMillis(now.wallMillis())
            .setContentHash(hash);
    for (NewSagaStep given : request.getStepsList()) {
      SagaStep.Builder step =
          SagaStep.newBuilder()
              .setState(SagaStepState.SAGA_STEP_STATE_WAITING)
              .setTask(given.getTask());
      if (given.hasCompensation()) {
        step.setCompensation(given.getCompensation());
      }
      saga.addSteps(step);
    }
    return saga.build();
  }

  private static long contentHash(SubmitSagaRequest request) {
    return request.getSagaId().isEmpty()
        ? 0
        : Hash64.of(
            request.toBuilder().clearCall().clearFleet().clearSagaId().build().toByteArray());
  }

  private Reply reply(String sagaId, boolean created) {
    return Reply.newBuilder()
        .setSubmitSaga(
            SubmitSagaResponse.newBuilder()
                .setApplied(core.applied())
                .setSagaId(sagaId)
                .setCreated(created))
        .build();
  }

  private static Refusal alreadyExists(Saga saga) {
    return Refusals.of(
        ErrorReason.ALREADY_EXISTS,
        "saga \"" + saga.getId() + "\" exists with other content",
        "state",
        saga.getState().name());
  }
}

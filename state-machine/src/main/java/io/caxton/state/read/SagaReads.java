package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.state.feed.Feed;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaStepState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of sagas. */
public final class SagaReads {
  private SagaReads() {}

  /** The matching sagas without payloads, sorted by id; page and read options are not looked at. */
  public static List<Saga> list(State state, ListSagasRequest request) {
    List<Saga> sagas = new ArrayList<>();
    for (Saga saga : state.sagas(request.getFleet()).values()) {
      if (matches(saga, request)) {
        sagas.add(Feed.strip(saga));
      }
    }
    sagas.sort(Comparator.comparing(Saga::getId));
    return sagas;
  }

  private static boolean matches(Saga saga, ListSagasRequest request) {
    return (request.getStatesCount() == 0 || request.getStatesList().contains(saga.getState()))
        && saga.getId().startsWith(request.getIdPrefix())
        && (!request.getHeld() || isHeld(saga))
        && Labels.match(saga.getLabelsList(), request.getLabelsList());
  }

  private static boolean isHeld(Saga saga) {
    return saga.getStepsList().stream()
        .anyMatch(step -> step.getState() == SagaStepState.SAGA_STEP_STATE_HELD);
  }
}

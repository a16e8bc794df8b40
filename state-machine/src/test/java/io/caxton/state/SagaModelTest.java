package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.core.Invariants;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Command;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.Grant;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Sagas whose steps fail, are cancelled and lose their agents at random, against what was promised:
 * steps complete in order; in the end all are completed, or every completed one that can be undone
 * was undone exactly once, in reverse. What took effect is noted where an agent would do it: at an
 * accepted complete, or where a person says that it is done.
 *
 * <p>One seed again: {@code -Dtest=SagaModelTest -Dcaxton.seed=SEED}; longer: {@code
 * -Dcaxton.histories=N}.
 */
class SagaModelTest {
  private static final int SAGAS = 30;
  private static final int OPERATIONS = 3_000;
  private static final String[] AGENTS = {"a", "b", "c"};

  /** One run. */
  private static final class Run {
    final Random random;
    final Sagas sagas = new Sagas();
    final Map<String, Boolean[]> undoable = new TreeMap<>();
    // By saga: step numbers as they took effect, and undone ones negative.
    final Map<String, List<Integer>> effects = new HashMap<>();
    final Map<Grant, Agent> held = new java.util.LinkedHashMap<>();
    int resolved;

    Run(long seed) {
      random = new Random(seed);
    }

    void submit(int number) {
      String id = "s" + number;
      int steps = 1 + random.nextInt(5);
      Boolean[] can = new Boolean[steps];
      NewSagaStep[] given = new NewSagaStep[steps];
      for (int i = 0; i < steps; i++) {
        can[i] = random.nextInt(4) > 0;
        NewSagaStep step = Sagas.step(1 + random.nextInt(3));
        given[i] = can[i] ? step : step.toBuilder().clearCompensation().build();
      }
      undoable.put(id, can);
      effects.put(id, new ArrayList<>());
      sagas.submit(id, given);
    }

    void operation() {
      switch (random.nextInt(12)) {
        case 0 -> register(AGENTS[random.nextInt(3)]);
        case 1 -> leave(AGENTS[random.nextInt(3)]);
        case 2 -> sagas.replica.pass(random.nextInt(15_000));
        case 3 -> {
          if (random.nextInt(4) == 0) {
            sagas.cancel("s" + random.nextInt(SAGAS));
          }
        }
        case 4 -> resolve();
        case 5, 6, 7, 8 -> claim();
        default -> finish(random.nextInt(4) > 0);
      }
      Invariants.check(sagas.replica.machine.core());
    }

    void register(String id) {
      sagas.replica.apply(
          Command.newBuilder()
              .setRegisterAgent(
                  RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(30_000)));
    }

    void leave(String id) {
      sagas
          .replica
          .machine
          .freeze()
          .agent("", id)
          .ifPresent(
              agent ->
                  sagas.replica.apply(
                      Command.newBuilder()
                          .setDeregisterAgent(
                              DeregisterAgentRequest.newBuilder()
                                  .setAgentId(id)
                                  .setEpoch(agent.getEpoch()))));
    }

    void claim() {
      String id = AGENTS[random.nextInt(3)];
      sagas
          .replica
          .machine
          .freeze()
          .agent("", id)
          .ifPresent(
              agent ->
                  sagas
                      .replica
                      .grants(agent, 1 + random.nextInt(3))
                      .forEach(grant -> held.put(grant, agent)));
    }

    /** Some grant that somebody has or had, also one that is over. */
    void finish(boolean well) {
      if (held.isEmpty()) {
        return;
      }
      List<Grant> all = List.copyOf(held.keySet());
      Grant grant = all.get(random.nextInt(all.size()));
      sagas.agent = held.remove(grant);
      if (!well) {
        sagas.fail(grant, random.nextInt(3) == 0);
      } else {
        var reply = sagas.replica.reply(Replica.complete(sagas.agent, grant));
        if (!reply.hasRefusal() && !reply.getCompleteTasks().getResults(0).hasRefusal()) {
          happened(grant.getTaskId());
        }
      }
    }

    void happened(String taskId) {
      String[] parts = taskId.split("/");
      int number = Integer.parseInt(parts[1]);
      effects.get(parts[0]).add(parts.length > 2 ? -number : number);
    }

    void resolve() {
      for (Saga saga : new TreeMap<>(sagas.replica.machine.freeze().sagas("")).values()) {
        for (int i = 0; i < saga.getStepsCount(); i++) {
          if (saga.getSteps(i).getState() == SagaStepState.SAGA_STEP_STATE_HELD
              && random.nextInt(4) == 0) {
            resolved++;
            boolean done = random.nextBoolean();
            sagas.resolve(
                saga.getId(),
                i + 1,
                done ? Resolution.RESOLUTION_DONE : Resolution.RESOLUTION_RETRY);
            if (done) {
              happened(saga.getSteps(i).getCompensationTaskId());
            }
          }
        }
      }
    }

    /** Somebody who works on, and a person who resolves; no more faults. */
    void settle() {
      held.clear();
      for (int i = 0; i < 10_000 && unfinished() > 0; i++) {
        for (String id : AGENTS) {
          if (!runs(id)) {
            register(id);
          }
        }
        claim();
        finish(true);
        resolve();
        sagas.replica.pass(100);
      }
      assertThat(unfinished()).as("never end").isZero();
    }

    boolean runs(String id) {
      return sagas
          .replica
          .machine
          .freeze()
          .agent("", id)
          .filter(agent -> agent.getState() == AgentState.AGENT_STATE_RUNNING)
          .isPresent();
    }

    long unfinished() {
      return sagas.replica.machine.freeze().sagas("").values().stream()
          .filter(saga -> saga.getOrder() == 0)
          .count();
    }

    void judge() {
      for (Saga saga : sagas.replica.machine.freeze().sagas("").values()) {
        List<Integer> seen = effects.get(saga.getId());
        List<Integer> forward = seen.stream().filter(number -> number > 0).toList();
        List<Integer> expected = new ArrayList<>();
        for (int i = 1; i <= forward.size(); i++) {
          expected.add(i);
        }
        if (saga.getState() == SagaState.SAGA_STATE_COMPLETED) {
          assertThat(forward).hasSize(saga.getStepsCount());
        } else {
          Boolean[] can = undoable.get(saga.getId());
          for (int i = forward.size(); i >= 1; i--) {
            if (can[i - 1]) {
              expected.add(-i);
            }
          }
        }
        assertThat(seen).as("%s", saga).isEqualTo(expected);
      }
    }
  }

  private int resolved;
  private int undone;
  private int completed;

  @Test
  void shouldCompleteAllOrUndoEachCompletedStepOnceInReverse() {
    Seeds.each(SagaModelTest.class, Integer.getInteger("caxton.histories", 8), this::run);
    assertThat(resolved).isPositive();
    assertThat(undone).isPositive();
    assertThat(completed).isPositive();
  }

  private void run(long seed) {
    Run run = new Run(seed);
    int submitted = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      if (submitted < SAGAS && i % (OPERATIONS / SAGAS / 2) == 0) {
        run.submit(submitted++);
      }
      run.operation();
    }
    run.settle();
    run.judge();
    resolved += run.resolved;
    for (Saga saga : run.sagas.replica.machine.freeze().sagas("").values()) {
      undone += saga.getState() == SagaState.SAGA_STATE_COMPLETED ? 0 : 1;
      completed += saga.getState() == SagaState.SAGA_STATE_COMPLETED ? 1 : 0;
    }
  }
}

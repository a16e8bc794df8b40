package io.caxton.state.check;

import static io.caxton.state.check.Samples.CALL;
import static io.caxton.state.check.Samples.label;
import static io.caxton.state.check.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Compensation;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.SubmitTasksRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bound of a request about sagas, from both sides. */
class SagaBoundsTest {
  private static final Compensation UNDO =
      Compensation.newBuilder().setRetry(RetryPolicy.getDefaultInstance()).build();
  private static final NewSagaStep STEP =
      NewSagaStep.newBuilder().setTask(NewTask.newBuilder()).setCompensation(UNDO).build();
  private static final SubmitSagaRequest SUBMIT =
      SubmitSagaRequest.newBuilder().setCall(CALL).addSteps(STEP).build();
  private static final CancelSagaRequest CANCEL =
      CancelSagaRequest.newBuilder().setCall(CALL).setSagaId("s").build();
  private static final ResolveCompensationRequest RESOLVE =
      ResolveCompensationRequest.newBuilder()
          .setCall(CALL)
          .setSagaId("s")
          .setStep(1)
          .setResolutionValue(1)
          .build();

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldBoundSagas() {
    for (Message good : List.of(SUBMIT, CANCEL, RESOLVE)) {
      assertThat(Bound.check(good)).as("%s", good).isEmpty();
      of(good, "call.session_id").refuses(0L);
      of(good, "fleet").allows("", x(64)).refuses(x(65), "a b");
      of(good, "saga_id").allows(x(200), "a.b_c:d/e-f").refuses(x(201), "a b", "a#1");
    }
    of(CANCEL, "saga_id").refuses("");
    of(SUBMIT, "steps").allows(many(64, i -> STEP)).refuses(List.of(), many(65, i -> STEP));
    of(SUBMIT, "labels")
        .allows(many(32, i -> label("k" + i)))
        .refuses(many(33, i -> label("k" + i)));
    of(SUBMIT, "steps[0].task.id").allows("").refuses("own");
    of(SUBMIT, "steps[0].task.priority").allows(9).refuses(10);
    Message twice =
        Fields.with(SUBMIT, "steps[0].task", NewTask.newBuilder().setCompensation(UNDO).build());
    assertThat(Bound.check(twice).orElseThrow().getField()).isEqualTo("steps[0].task.compensation");
  }

  @Test
  void shouldBoundCompensations() {
    SubmitTasksRequest single =
        SubmitTasksRequest.newBuilder()
            .setCall(CALL)
            .addTasks(NewTask.newBuilder().setCompensation(UNDO))
            .build();
    of(single, "tasks[0].id").allows("", x(240)).refuses(x(241));
    for (Message good : List.of(SUBMIT, single)) {
      String undo = good.equals(single) ? "tasks[0].compensation." : "steps[0].compensation.";
      of(good, undo + "queue").allows("", x(128)).refuses(x(129), "a b");
      of(good, undo + "payload").allows(bytes(1 << 20)).refuses(bytes((1 << 20) + 1));
      of(good, undo + "labels").refuses(many(33, i -> label("k" + i)));
      of(good, undo + "priority").allows(0, 9).refuses(10, -1);
      of(good, undo + "retry.attempts_max").allows(0, 1_000_000).refuses(1_000_001);
      of(good, undo + "attempt_timeout_millis").allows(0, Integer.MAX_VALUE).refuses(-1);
      of(good, undo + "lease_millis").allows(0, 500, 3_600_000).refuses(499, 3_600_001);
      of(good, undo + "hold_after_millis")
          .allows(0L, 31_536_000_000L)
          .refuses(31_536_000_001L, -1L);
    }
  }

  private static ByteString bytes(int length) {
    return ByteString.copyFrom(new byte[length]);
  }

  @Test
  void shouldResolveOneThingInOneWay() {
    of(RESOLVE, "step").allows(1, 64).refuses(0, 65);
    of(RESOLVE, "task_id").allows("").refuses("t");
    Message byTask = RESOLVE.toBuilder().clearSagaId().clearStep().setTaskId("t").build();
    assertThat(Bound.check(byTask)).isEmpty();
    of(byTask, "task_id").refuses("", x(257), "a b");
    of(byTask, "step").refuses(1);
    for (int unknown : new int[] {0, 3}) {
      assertThat(
              Bound.check(RESOLVE.toBuilder().setResolutionValue(unknown).build())
                  .orElseThrow()
                  .getField())
          .isEqualTo("resolution");
    }
  }

  @Test
  void shouldBoundReads() {
    Message get = GetSagaRequest.newBuilder().setSagaId("s").build();
    of(get, "saga_id").allows(x(200)).refuses("", x(201), "a b");
    Message list = ListSagasRequest.getDefaultInstance();
    of(list, "id_prefix").allows("", x(200)).refuses(x(201), "a b");
    of(list, "labels").refuses(many(33, i -> label("k" + i)));
    assertThat(
            Bound.check(ListSagasRequest.newBuilder().addStatesValue(6).build())
                .orElseThrow()
                .getField())
        .isEqualTo("states[0]");
    for (Message good : List.of(get, list)) {
      of(good, "fleet").refuses("a b");
      of(good, "read.min_position").refuses(-1L);
    }
  }
}

package io.caxton.state.check;

import static io.caxton.state.check.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.state.RequestValidator;
import io.caxton.v1.Capability;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Completion;
import io.caxton.v1.Extension;
import io.caxton.v1.Failure;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewTask;
import io.caxton.v1.NoOp;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.Release;
import io.caxton.v1.Renewal;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Routing;
import io.caxton.v1.Sweep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bound of a mutating request, from both sides. */
class RequestBoundsTest {
  private static final long DAYS_365 = 31_536_000_000L;

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldAcceptAllThatIsGood() {
    for (Message good : mutating()) {
      assertThat(Bound.check(good)).as("%s", good).isEmpty();
    }
    assertThat(Bound.check(Samples.OPEN_GRANTS)).isEmpty();
  }

  private static List<Message> mutating() {
    return new ArrayList<>(
        List.of(
            Samples.REGISTER,
            Samples.RENEW,
            Samples.DRAIN,
            Samples.DEREGISTER,
            Samples.PUT_ROUTE,
            Samples.DELETE_ROUTE,
            Samples.SUBMIT,
            Samples.CLAIM,
            Samples.EXTEND,
            Samples.COMPLETE,
            Samples.FAIL,
            Samples.RELEASE,
            Samples.CANCEL,
            Samples.PUT_QUEUE,
            Samples.STEER_QUEUE,
            Samples.PURGE_QUEUE,
            Samples.REDRIVE,
            Samples.PURGE_DEAD,
            Samples.SETTLE,
            Samples.APPEND,
            Samples.TRIM,
            Samples.BEGIN_CHECKPOINT,
            Samples.PUT_CHUNK,
            Samples.FINISH_CHECKPOINT,
            Samples.FINISH_REFERENCE,
            Samples.DELETE_CHECKPOINT,
            Samples.PIN_CHECKPOINT,
            Samples.REPORT_RECOVERY,
            Samples.COMMIT_RECOVERY,
            Samples.RELEASE_QUARANTINE));
  }

  @Test
  void shouldBoundCallAndFleetOfEveryMutatingRequest() {
    for (Message good : mutating()) {
      of(good, "call.session_id").allows(1L, -1L).refuses(0L);
      // first_open is 69 990.
      of(good, "call.sequence").allows(69_990L, 69_990L + 65_536).refuses(0L, -1L);
      of(good, "call.first_open").allows(70_000L - 65_536, 70_000L).refuses(70_001L, -1L);
      of(good, "call.first_open").refuses(70_000L - 65_537);
      of(good, "fleet").allows("", x(64), "A.b_c-9").refuses(x(65), "a b", "a/b", "é");
    }
  }

  @Test
  void shouldBoundJournals() {
    of(Samples.APPEND, "agent_id").allows(x(128)).refuses("", x(129));
    of(Samples.APPEND, "expected_last_seq").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(Samples.APPEND, "events")
        .allows(many(1_000, i -> NewEvent.getDefaultInstance()))
        .refuses(List.of(), many(1_001, i -> NewEvent.getDefaultInstance()));
    of(Samples.APPEND, "events[0].partition_key").allows(x(128)).refuses(x(129), "€".repeat(43));
    of(Samples.APPEND, "events[0].body")
        .allows(ByteString.EMPTY, ByteString.copyFrom(new byte[1 << 20]))
        .refuses(ByteString.copyFrom(new byte[(1 << 20) + 1]));
    of(Samples.TRIM, "through_seq").allows(0L, Long.MAX_VALUE - 1).refuses(Long.MAX_VALUE, -1L);
  }

  @Test
  void shouldBoundCheckpoints() {
    of(Samples.PUT_CHUNK, "data")
        .allows(ByteString.copyFrom(new byte[1 << 20]))
        .refuses(ByteString.EMPTY, ByteString.copyFrom(new byte[(1 << 20) + 1]));
    Message finish = Samples.FINISH_CHECKPOINT;
    of(finish, "covers_seq").allows(0L, Long.MAX_VALUE - 1).refuses(Long.MAX_VALUE, -1L);
    of(finish, "size_bytes").allows(0L, 64L << 20).refuses((64L << 20) + 1, -1L);
    of(finish, "sha256").refuses(ByteString.EMPTY, ByteString.copyFrom(new byte[31]));
    of(finish, "schema_id").allows(x(128), "a.b_c:d/e-f").refuses("", x(129), "a b");
    of(finish, "build_id").allows("", x(128)).refuses(x(129));
    Message reference = Samples.FINISH_REFERENCE;
    of(reference, "size_bytes").refuses(1L);
    of(reference, "sha256").allows(ByteString.EMPTY).refuses(ByteString.copyFromUtf8("x"));
    of(reference, "reference.uri").allows(x(1_024)).refuses("", x(1_025));
    of(reference, "reference.sha256").refuses(ByteString.EMPTY);
    of(reference, "reference.size_bytes").allows(Long.MAX_VALUE).refuses(-1L);
    for (Message good : List.of(Samples.DELETE_CHECKPOINT, Samples.PIN_CHECKPOINT)) {
      of(good, "version").allows(1L, Long.MAX_VALUE).refuses(0L, -1L);
    }
  }

  @Test
  void shouldBoundRecoveries() {
    Message begin = Samples.BEGIN_RECOVERY;
    assertThat(Bound.check(begin)).isEmpty();
    of(begin, "call.session_id").refuses(0L);
    of(begin, "registration.fleet").allows("", x(64)).refuses(x(65), "a b");
    of(begin, "registration.agent_id").allows(x(128)).refuses("", x(129));
    of(begin, "registration.lease_millis").allows(0, 500).refuses(499);
    of(begin, "registration.call").refuses(Samples.CALL);
    of(begin, "registration.capabilities[0].name").allows(x(128)).refuses("", x(129));
    of(begin, "schema_ids").allows(many(64, i -> "s" + i)).refuses(many(65, i -> "s" + i));
    of(begin, "schema_ids").refusesAt("schema_ids[0]", List.of(""));
    of(begin, "damaged_checkpoints[0].version").allows(1L).refuses(0L, -1L);
    of(begin, "damaged_checkpoints[0].cause").allows(x(256)).refuses("", x(257));
    of(Samples.REPORT_RECOVERY, "applying_seq").allows(1L, Long.MAX_VALUE).refuses(0L, -1L);
    Message commit = Samples.COMMIT_RECOVERY;
    of(commit, "applied_seq").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(commit, "state_digest")
        .allows(ByteString.copyFrom(new byte[64]))
        .refuses(ByteString.copyFrom(new byte[65]));
    for (String number :
        List.of("checkpoint_version", "took_millis", "events_applied", "replay_millis")) {
      of(commit, number).allows(0L, Long.MAX_VALUE).refuses(-1L);
    }
    assertThat(Bound.check(Samples.RELEASE_QUARANTINE.toBuilder().setActionValue(5).build()))
        .isPresent();
    assertThat(Bound.check(Samples.RELEASE_QUARANTINE.toBuilder().clearAction().build()))
        .isPresent();
  }

  @Test
  void shouldBoundSessions() {
    Message open = OpenSessionRequest.getDefaultInstance();
    of(open, "fleet").allows(x(64)).refuses(x(65));
    of(open, "client_name").allows(x(256), "é".repeat(128)).refuses(x(257), "é".repeat(129));
    of(open, "timeout_millis").allows(0, 10_000, 86_400_000).refuses(9_999, 86_400_001, -1);
    for (Message good :
        List.of(
            KeepSessionRequest.newBuilder().setSessionId(1).build(),
            CloseSessionRequest.newBuilder().setSessionId(1).build())) {
      of(good, "session_id").allows(1L, -1L).refuses(0L);
      of(good, "fleet").allows(x(64)).refuses(x(65));
    }
  }

  @Test
  void shouldBoundAgents() {
    Message register = Samples.REGISTER;
    for (Message good : List.of(register, Samples.DRAIN, Samples.DEREGISTER)) {
      of(good, "agent_id").allows(x(128), "a.b_c:d/e-f").refuses("", x(129), "a b");
    }
    of(register, "lease_millis").allows(0, 500, 3_600_000).refuses(499, 3_600_001, -1);
    of(register, "instance").allows(x(256)).refuses(x(257), "€".repeat(86));
    String capability = "capabilities[0].";
    of(register, capability + "name").allows(x(128)).refuses("", x(129), "a/b");
    of(register, capability + "version").allows("", x(64)).refuses(x(65), "a b");
    of(register, capability + "concurrency").allows(0, 10_000).refuses(10_001, -1);
    of(register, "capabilities")
        .allows(many(64, RequestBoundsTest::capability))
        .refuses(many(65, RequestBoundsTest::capability));
    of(register, "capabilities")
        .refusesAt("capabilities[1].name", List.of(capability(1), capability(1)));
    labels(register, "");
    assertThat(Bound.check(Samples.REGISTER.toBuilder().setCriticalityValue(3).build())).isEmpty();
    for (int number : List.of(4, -1)) {
      assertThat(Bound.check(Samples.REGISTER.toBuilder().setCriticalityValue(number).build()))
          .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("criticality"))
          .hasValueSatisfying(r -> assertThat(r.getMessage()).contains("is " + number));
    }
  }

  private static Capability capability(int i) {
    return Capability.newBuilder().setName("c").setVersion("v" + i).build();
  }

  @Test
  void shouldBoundRenewals() {
    Message renew = Samples.RENEW;
    of(renew, "renewals")
        .allows(many(1_000, RequestBoundsTest::renewal))
        .refuses(List.of(), many(1_001, RequestBoundsTest::renewal));
    of(renew, "renewals").refusesAt("renewals[1].agent_id", List.of(renewal(1), renewal(1)));
    of(renew, "renewals[0].agent_id").allows(x(128)).refuses("", x(129));
    of(renew, "renewals[0].held_grants")
        .allows(many(10_000, i -> Samples.held()))
        .refuses(many(10_001, i -> Samples.held()));
    of(renew, "renewals[0].held_grants[0].task_id").allows(x(256)).refuses("", x(257), "a b");
  }

  private static Renewal renewal(int i) {
    return Renewal.newBuilder().setAgentId("a" + i).build();
  }

  @Test
  void shouldBoundRoutings() {
    Message put =
        PutRouteRequest.newBuilder()
            .setCall(Samples.CALL)
            .setName("ocr")
            .addTargets(RouteTarget.newBuilder().setCapability("ocr"))
            .setRouting(Routing.newBuilder().setStrategyValue(3).setVersionMatchValue(2))
            .build();
    assertThat(Bound.check(put)).isEmpty();
    of(put, "routing.selector")
        .allows(many(32, i -> Samples.label("k" + i)))
        .refuses(many(33, i -> Samples.label("k" + i)));
    RouteTarget own = RouteTarget.newBuilder().setCapability("ocr").build();
    of(put, "targets").refusesAt("routing", List.of(own, own));
    of(put, "name").refusesAt("routing", "other");
    for (Message unknown :
        List.of(
            Routing.newBuilder().setStrategyValue(4).build(),
            Routing.newBuilder().setVersionMatchValue(3).build())) {
      Message bad = Fields.with(put, "routing", unknown);
      assertThat(Bound.check(bad).orElseThrow().getField())
          .isIn("routing.strategy", "routing.version_match");
    }
  }

  @Test
  void shouldBoundRoutes() {
    for (Message good : List.of(Samples.PUT_ROUTE, Samples.DELETE_ROUTE)) {
      of(good, "name").allows(x(256), "a.b_c:d/e-f").refuses("", x(257), "a b");
    }
    Message put = Samples.PUT_ROUTE;
    labels(put, "");
    RouteTarget target = RouteTarget.newBuilder().setQueue("q").build();
    of(put, "targets").allows(many(64, i -> target)).refuses(List.of(), many(65, i -> target));
    of(put, "targets").refusesAt("targets[0].target", List.of(RouteTarget.getDefaultInstance()));
    of(put, "targets[0].weight").allows(0, 1_000_000).refuses(1_000_001, -1);
    of(put, "targets[0].agent_id").allows(x(128)).refuses("", x(129), "a b");
    of(put, "targets[0].capability").allows(x(128)).refuses("", x(129), "a/b");
    of(put, "targets[0].queue").allows(x(128)).refuses("", x(129), "a b");
  }

  @Test
  void shouldBoundSubmits() {
    Message submit = Samples.SUBMIT;
    of(submit, "tasks")
        .allows(many(1_000, i -> NewTask.getDefaultInstance()))
        .refuses(List.of(), many(1_001, i -> NewTask.getDefaultInstance()));
    String task = "tasks[1].";
    of(submit, task + "id").allows("", x(256), "a.b_c:d/e-f").refuses(x(257), "a b");
    of(submit, task + "queue").allows("", x(128), "a.b_c:d/e-f").refuses(x(129), "a b");
    of(submit, task + "payload").allows(bytes(1 << 20)).refuses(bytes((1 << 20) + 1));
    of(submit, task + "priority").allows(0, 9).refuses(10, -1);
    of(submit, task + "delay_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    of(submit, task + "attempt_timeout_millis").allows(0, Integer.MAX_VALUE).refuses(-1);
    of(submit, task + "deadline_wall_millis").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(submit, task + "lease_millis").allows(0, 500, 3_600_000).refuses(499, 3_600_001, -1);
    of(submit, task + "ordering_key").allows("", x(128), "a.b_c:d/e-f").refuses(x(129), "a b");
    of(submit, task + "capability")
        .allows("", x(128), "a.b_c-d", x(128) + ":" + x(64))
        .refuses(x(129), "a/b", ":v", "a:", "a:" + x(65), "a:b:c");
    of(submit, task + "start_timeout_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    of(submit, task + "total_timeout_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    labels(submit, task);
    retry(submit, task);
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  @Test
  void shouldBoundTheBytesOfAWholeRequest() {
    Message large = Fields.with(Samples.SUBMIT, "tasks[0].payload", bytes(1 << 20));
    int left = (2 << 20) - large.getSerializedSize();
    Message whole = Fields.with(large, "tasks[1].payload", bytes(left - 32));
    assertThat(Bound.check(whole)).isEmpty();
    Message over = Fields.with(whole, "tasks[1].payload", bytes(left + 32));
    assertThat(Bound.check(over))
        .hasValueSatisfying(
            r ->
                assertThat(r.getMessage())
                    .matches("request is \\d+ bytes long; at most 2097152 bytes are allowed"));
  }

  @Test
  void shouldBoundClaimsAndStreams() {
    Message claim = Samples.CLAIM;
    of(claim, "max_tasks").allows(0, 1_000).refuses(1_001, -1);
    of(claim, "wait_millis").allows(0, 60_000).refuses(60_001, -1);
    Message open = Samples.OPEN_GRANTS;
    of(open, "fleet").allows("", x(64)).refuses(x(65));
    of(open, "credit").allows(0, 10_000).refuses(10_001, -1);
    of(open, "held_grants")
        .allows(many(10_000, i -> Samples.held()))
        .refuses(many(10_001, i -> Samples.held()));
    of(open, "held_grants[0].task_id").allows(x(256)).refuses("", x(257));
    for (Message good : List.of(claim, open)) {
      of(good, "agent_id").allows(x(128)).refuses("", x(129));
      of(good, "lease_millis").allows(0, 500, 3_600_000).refuses(499, 3_600_001, -1);
      of(good, "queues").allows(List.of(), many(16, i -> "q")).refuses(many(17, i -> "q"));
      of(good, "queues[0]").allows("", x(128)).refuses(x(129), "a b");
    }
  }

  @Test
  void shouldBoundWhatIsSaidOfGrantedTasks() {
    for (Message good : List.of(Samples.EXTEND, Samples.COMPLETE, Samples.FAIL, Samples.RELEASE)) {
      of(good, "agent_id").allows(x(128)).refuses("", x(129), "a b");
    }
    items(Samples.EXTEND, "extensions", Extension.newBuilder().setTaskId("t").build());
    of(Samples.EXTEND, "extensions[0].lease_millis")
        .allows(0, 500, 3_600_000)
        .refuses(499, 3_600_001, -1);
    items(Samples.COMPLETE, "completions", Completion.newBuilder().setTaskId("t").build());
    of(Samples.COMPLETE, "completions[0].result")
        .allows(bytes(64 << 10))
        .refuses(bytes((64 << 10) + 1));
    items(Samples.FAIL, "failures", Failure.newBuilder().setTaskId("t").build());
    of(Samples.FAIL, "failures[0].message")
        .allows(x(1_024), "é".repeat(512), "\uD83D\uDE00".repeat(256))
        .refuses(x(1_025), "é".repeat(513), "\uD83D\uDE00".repeat(257));
    items(Samples.RELEASE, "releases", Release.newBuilder().setTaskId("t").build());
    of(Samples.CANCEL, "task_ids")
        .allows(many(1_000, i -> "t"))
        .refuses(List.of(), many(1_001, i -> "t"));
    of(Samples.CANCEL, "task_ids[0]").allows(x(256)).refuses("", x(257), "a b");
  }

  private static void items(Message good, String list, Message item) {
    of(good, list).allows(many(1_000, i -> item)).refuses(List.of(), many(1_001, i -> item));
    of(good, list + "[0].task_id").allows(x(256)).refuses("", x(257), "a b");
  }

  @Test
  void shouldBoundQueues() {
    Message put = Samples.PUT_QUEUE;
    of(put, "queue.name").allows("", x(128)).refuses(x(129), "a b");
    of(put, "queue.lease_millis").allows(0, 500, 3_600_000).refuses(499, 3_600_001);
    of(put, "queue.retention_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    of(put, "queue.retention_tasks").allows(Integer.MAX_VALUE).refuses(-1);
    of(put, "queue.tasks_max").allows(Integer.MAX_VALUE).refuses(-1);
    retry(put, "queue.");
    for (String total :
        List.of(
            "submitted_total",
            "granted_total",
            "completed_total",
            "cancelled_total",
            "dead_total",
            "retried_total",
            "pending_tasks",
            "running_tasks",
            "retained_tasks",
            "revision",
            "purged_total",
            "redriven_total",
            "revived_total",
            "dead_tasks",
            "ready_tasks",
            "delayed_tasks",
            "blocked_tasks",
            "rate_level",
            "rate_tick")) {
      of(put, "queue." + total).allows(0L).refusesAt("queue.submitted_total", 1L);
    }
    for (String steered : List.of("paused", "draining")) {
      of(put, "queue." + steered).allows(false).refusesAt("queue.submitted_total", true);
    }
    of(put, "queue.running_max").allows(0, Integer.MAX_VALUE).refuses(-1);
    of(put, "queue.dead_retention_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    of(put, "queue.dead_tasks_max").allows(0, 1_000_000).refuses(1_000_001, -1);
    of(put, "queue.rate_period_millis").refuses(1);
    Message rated = Fields.with(put, "queue.rate_period_millis", 1);
    of(rated, "queue.rate_tasks").allows(1, 1_000_000).refuses(1_000_001, -1);
    rated = Fields.with(rated, "queue.rate_tasks", 1);
    of(rated, "queue.rate_period_millis").allows(1, 86_400_000).refuses(0, 86_400_001, -1);
    assertThat(Bound.check(PutQueueRequest.newBuilder().setCall(Samples.CALL).build()))
        .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("queue"));
  }

  @Test
  void shouldBoundTheSteeringAndPurgingOfQueues() {
    of(Samples.STEER_QUEUE, "queue").allows("", x(128)).refuses(x(129), "a b");
    assertThat(Bound.check(Samples.STEER_QUEUE.toBuilder().clearPaused().build()))
        .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("paused"));
    of(Samples.PURGE_QUEUE, "queue").allows("", x(128)).refuses(x(129), "a b");
    of(Samples.PURGE_QUEUE, "tasks_max").allows(0, 1_000).refuses(1_001, -1);
  }

  @Test
  void shouldBoundWhatIsSaidOfDeadLetters() {
    Message redrive = Samples.REDRIVE;
    of(redrive, "selection.task_ids")
        .allows(many(1_000, i -> "t"))
        .refuses(List.of(), many(1_001, i -> "t"));
    of(redrive, "selection.task_ids[0]").allows(x(256)).refuses("", x(257), "a b");
    Message purge = Samples.PURGE_DEAD;
    of(purge, "selection.task_ids").refuses(List.of("t"));
    String filter = "selection.filter.";
    of(purge, filter + "queue").allows("", x(128)).refuses(x(129), "a b");
    of(purge, filter + "id_prefix").allows("", x(256)).refuses(x(257), "a b");
    of(purge, filter + "cause").allows("", x(64), "lease_ended").refuses(x(65), "a b");
    of(purge, filter + "after_order").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(purge, filter + "tasks_max").allows(0, 1_000).refuses(1_001, -1);
    labels(purge, filter);
    of(Samples.SETTLE, "task_id").allows(x(256)).refuses("", x(257), "a b");
  }

  @Test
  void shouldRefuseWhatOnlyTheLeaderMayPropose() {
    for (Message internal :
        List.of(
            Sweep.getDefaultInstance(),
            NoOp.getDefaultInstance(),
            RedeliverGrants.getDefaultInstance())) {
      assertThat(Bound.check(internal)).isPresent();
    }
    assertThat(RequestValidator.check(Command.getDefaultInstance())).isPresent();
  }

  private static void labels(Message good, String prefix) {
    of(good, prefix + "labels[0].key").allows(x(63), "a.b_c/d-e").refuses("", x(64), "a:b");
    of(good, prefix + "labels[0].value")
        .allows("", x(256), "€".repeat(85))
        .refuses(x(257), "€".repeat(86));
    of(good, prefix + "labels")
        .allows(many(32, i -> Samples.label("k" + i)))
        .refuses(many(33, i -> Samples.label("k" + i)));
    of(good, prefix + "labels")
        .refusesAt(prefix + "labels[1].key", List.of(Samples.label("k"), Samples.label("k")));
  }

  private static void retry(Message good, String prefix) {
    String retry = prefix + "retry.";
    of(good, retry + "attempts_max").allows(0, 1_000_000).refuses(1_000_001, -1);
    of(good, retry + "backoff_initial_millis").allows(0, 3_600_000).refuses(3_600_001, -1);
    of(good, retry + "backoff_max_millis").allows(0, 86_400_000).refuses(86_400_001, -1);
    of(good, retry + "backoff_percent").allows(0, 100, 1_000).refuses(99, 1_001, -1);
    of(good, retry + "jitter_percent").allows(0, 100).refuses(101, -1);
  }
}

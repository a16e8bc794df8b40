package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Call;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.Task;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Replica replica = new Replica();

  @Test
  void shouldAnswerARepeatFromTheStoredOutcomeAndNotExecuteItAgain() {
    // given
    long session = replica.openSession();
    Command submit = submit(Replica.call(session, 1, 1), "payload");
    Reply first = replica.apply(submit).reply();

    // when
    Result again = replica.apply(submit);

    // then
    assertThat(again.replayed()).isTrue();
    assertThat(again.position()).isEqualTo(first.getSubmitTasks().getApplied().getPosition() + 1);
    Reply unmarked = again.reply().toBuilder().setSubmitTasks(unmarked(again.reply())).build();
    assertThat(again.reply().getSubmitTasks().getApplied().getReplayed()).isTrue();
    assertThat(unmarked).isEqualTo(first);
    assertThat(replica.machine.freeze().tasks("")).hasSize(1);
  }

  private static io.caxton.v1.SubmitTasksResponse unmarked(Reply reply) {
    return reply.getSubmitTasks().toBuilder()
        .setApplied(reply.getSubmitTasks().getApplied().toBuilder().clearReplayed())
        .build();
  }

  @Test
  void shouldRefuseOtherContentUnderTheSameSequence() {
    // given
    long session = replica.openSession();
    replica.apply(submit(Replica.call(session, 1, 1), "one"));

    // when
    Reply other = replica.apply(submit(Replica.call(session, 1, 1), "another")).reply();

    // then
    assertThat(other.getRefusal().getReason()).isEqualTo(ErrorReason.IDEMPOTENCY_MISMATCH);
    assertThat(replica.machine.freeze().tasks("")).hasSize(1);
  }

  @Test
  void shouldStoreTheRefusalOfAWholeCallToo() {
    // given
    long session = replica.openSession();
    Agent nobody = Agent.newBuilder().setId("a").setEpoch(1).build();
    Command.Builder claim = Replica.claim(nobody, 1);
    claim.getClaimTasksBuilder().setCall(Replica.call(session, 1, 1));
    Command command = withFingerprint(claim);
    Refusal refused = replica.apply(command).reply().getRefusal();
    replica.register("a");

    // when
    Result again = replica.apply(command);

    // then
    assertThat(refused.getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(again.replayed()).isTrue();
    assertThat(again.reply().getRefusal()).isEqualTo(refused);
  }

  @Test
  void shouldForgetOutcomesBelowFirstOpenAndNeverExecuteThemAgain() {
    // given
    long session = replica.openSession();
    Command first = submit(Replica.call(session, 1, 1), "one");
    replica.apply(first);
    replica.apply(submit(Replica.call(session, 2, 2), "two"));

    // when
    Reply late = replica.apply(first).reply();

    // then
    assertThat(late.getRefusal().getReason()).isEqualTo(ErrorReason.SEQUENCE_TOO_OLD);
    assertThat(late.getRefusal().getDetails(0).getValue()).isEqualTo("2");
    assertThat(replica.machine.core().sessions().outcomes().size()).isEqualTo(1);
  }

  @Test
  void shouldNotFreeAnythingForALoweredFirstOpen() {
    // given
    long session = replica.openSession();
    replica.apply(submit(Replica.call(session, 5, 5), "five"));

    // when
    Reply lower = replica.apply(submit(Replica.call(session, 4, 1), "four")).reply();

    // then
    assertThat(lower.getRefusal().getReason()).isEqualTo(ErrorReason.SEQUENCE_TOO_OLD);
  }

  @Test
  void shouldRefuseASequenceTooFarAboveTheLowestOpenOne() {
    long session = replica.openSession();

    Reply far = replica.apply(submit(Replica.call(session, 65_538, 1), "far")).reply();
    Reply near = replica.apply(submit(Replica.call(session, 65_537, 1), "near")).reply();

    assertThat(far.getRefusal().getReason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(far.getRefusal().getField()).isEqualTo("call.sequence");
    assertThat(near.hasSubmitTasks()).isTrue();
  }

  @Test
  void shouldRefuseAnUnknownOrClosedSession() {
    // given
    long session = replica.openSession();
    replica.apply(submit(Replica.call(session, 1, 1), "one"));
    Command.Builder close =
        Command.newBuilder()
            .setCloseSession(CloseSessionRequest.newBuilder().setSessionId(session));
    replica.apply(close);

    // when
    Reply closed = replica.apply(submit(Replica.call(session, 1, 1), "one")).reply();
    Reply unknown = replica.apply(submit(Replica.call(999, 1, 1), "one")).reply();

    // then
    assertThat(closed.getRefusal().getReason()).isEqualTo(ErrorReason.SESSION_EXPIRED);
    assertThat(unknown.getRefusal().getReason()).isEqualTo(ErrorReason.SESSION_EXPIRED);
    assertThat(replica.apply(close).reply().hasCloseSession()).isTrue();
    assertThat(replica.machine.core().sessions().outcomes().isEmpty()).isTrue();
  }

  @Test
  void shouldExpireAnIdleSessionButNotBeforeItsWholeTimeOut() {
    // given
    replica.tick = 1_999;
    long session =
        replica
            .reply(
                Command.newBuilder()
                    .setOpenSession(OpenSessionRequest.newBuilder().setTimeoutMillis(10_000)))
            .getOpenSession()
            .getSessionId();

    // when
    replica.pass(10_000);
    Reply kept = replica.reply(keep(session));
    replica.pass(10_000);
    Reply keptAgain = replica.reply(keep(session));
    replica.pass(10_200);
    Reply late = replica.reply(keep(session));

    // then
    assertThat(kept.hasKeepSession()).isTrue();
    assertThat(keptAgain.hasKeepSession()).isTrue();
    assertThat(late.getRefusal().getReason()).isEqualTo(ErrorReason.SESSION_EXPIRED);
  }

  @Test
  void shouldEvictOnlyExpiredSessionsForANewOne() {
    // given
    Limits limits = new Limits(9, 9, 9, 9, 2, 9, 16, 1 << 20, 9, ConversationLimits.BUILT_IN);
    Replica small = new Replica(limits);
    Command.Builder open =
        Command.newBuilder()
            .setOpenSession(OpenSessionRequest.newBuilder().setTimeoutMillis(10_000));
    long first = small.reply(open).getOpenSession().getSessionId();
    small.tick += 5_000;
    long second = small.reply(open).getOpenSession().getSessionId();

    // when
    Reply full = small.reply(open);
    small.tick += 6_000;
    Reply afterExpiry = small.reply(open);

    // then
    assertThat(full.getRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(afterExpiry.getOpenSession().getSessionId()).isGreaterThan(second);
    assertThat(small.reply(keep(first)).hasRefusal()).isTrue();
    assertThat(small.reply(keep(second)).hasKeepSession()).isTrue();
  }

  @Test
  void shouldBoundTheOutcomesOfASession() {
    // given
    Replica small =
        new Replica(new Limits(9, 9, 9, 9, 9, 2, 16, 1 << 20, 9, ConversationLimits.BUILT_IN));
    long session = small.openSession();
    small.apply(submit(Replica.call(session, 1, 1), "one"));
    small.apply(submit(Replica.call(session, 2, 1), "two"));

    // when
    Reply full = small.apply(submit(Replica.call(session, 3, 1), "three")).reply();
    Reply freed = small.apply(submit(Replica.call(session, 3, 2), "three")).reply();

    // then
    assertThat(full.getRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(freed.hasSubmitTasks()).isTrue();
  }

  @Test
  void shouldFindTheTasksOfAReplayedClaimOnlyWhileTheirGrantsAreValid() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x", "y");
    long session = replica.openSession();
    Command.Builder claim = Replica.claim(agent, 2);
    claim.getClaimTasksBuilder().setCall(Replica.call(session, 1, 1));
    Command command = withFingerprint(claim);
    Result first = replica.apply(command);
    Grant x = first.reply().getClaimTasks().getGrants(0);
    replica.completeOne(agent, x);

    // when
    Result again = replica.apply(command);

    // then
    assertThat(first.grantedTasks()).extracting(Task::getId).containsExactly("x", "y");
    assertThat(again.reply().getClaimTasks().getGrantsList())
        .isEqualTo(first.reply().getClaimTasks().getGrantsList());
    assertThat(again.grantedTasks()).extracting(Task::getId).containsExactly("", "y");
  }

  private static Command.Builder keep(long session) {
    return Command.newBuilder()
        .setKeepSession(KeepSessionRequest.newBuilder().setSessionId(session));
  }

  private static Command submit(Call call, String payload) {
    return withFingerprint(
        Command.newBuilder()
            .setSubmitTasks(
                SubmitTasksRequest.newBuilder()
                    .setCall(call)
                    .addTasks(
                        NewTask.newBuilder()
                            .setPayload(com.google.protobuf.ByteString.copyFromUtf8(payload)))));
  }

  private static Command withFingerprint(Command.Builder command) {
    return command.setFingerprint(Fingerprint.of(command.build())).build();
  }
}

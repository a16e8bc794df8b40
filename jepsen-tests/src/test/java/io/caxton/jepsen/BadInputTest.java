package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import io.caxton.v1.GetDigestResponse;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.Schedule;
import io.caxton.v1.SubmitTasksRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each kind of bad input to each call: a clear refusal, and nothing stored is harmed. */
class BadInputTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  private RawNode node;
  private GoodCalls good;

  @BeforeEach
  void start() {
    TestCluster cluster = clusters.of(1).start();
    node = cluster.awaitLeader().raw();
    good = new GoodCalls(RawSession.open(node));
    node.agents().registerAgent(good.register());
    node.tasks().submitTasks(good.submit());
    node.routes().putRoute(good.putRoute());
    node.tasks().putQueue(good.putQueue());
    node.schedules().putSchedule(good.putSchedule());
    node.sagas().submitSaga(MisfitSagas.submit(good, "good").build());
    // The leader computes its next instant by itself: not while digests are compared.
    await("the schedule's first instant").until(() -> schedule().getNextInstant() > 0);
  }

  private Schedule schedule() {
    return node.schedules()
        .getSchedule(GetScheduleRequest.newBuilder().setScheduleId("good").build())
        .getSchedule();
  }

  @Test
  void shouldRefuseMalformedCallsBeforeAppendAndNameTheField() {
    Unchanged unchanged = new Unchanged(node);
    List<BadCall> calls = MalformedCalls.all(good);
    assertThat(calls).hasSizeGreaterThan(200);
    assertThat(wrong(calls)).isEmpty();
    unchanged.check();
    System.out.printf("%d malformed calls refused%n", calls.size());
  }

  @Test
  void shouldRefuseCallsThatDoNotFitTheStateAndChangeNothing() {
    String before = DomainDump.of(node);
    List<BadCall> calls = MisfitCalls.all(good);
    assertThat(wrong(calls)).isEmpty();
    assertThat(MisfitCalls.wrongItems(good, node)).isEmpty();
    assertThat(DomainDump.of(node)).isEqualTo(before);
  }

  @Test
  void shouldRefuseBadReadsAndChangeNothing() {
    Unchanged unchanged = new Unchanged(node);
    assertThat(wrong(BadReads.all())).isEmpty();
    assertThat(BadStreams.wrong(node)).isEmpty();
    unchanged.check();
  }

  @Test
  void shouldRefuseAMessageThatIsLargerThanAnyCallMayBe() {
    Unchanged unchanged = new Unchanged(node);
    SubmitTasksRequest huge =
        SubmitTasksRequest.newBuilder()
            .addTasks(NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[8 << 20])))
            .build();
    StatusRuntimeException refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            StatusRuntimeException.class, () -> node.tasks().submitTasks(huge));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    unchanged.check();
    node.tasks().submitTasks(good.submit());
  }

  /**
   * What a node held before. On a slow machine the leader itself may have moved its time on
   * meanwhile, which takes a position; without that the whole state must be the same.
   */
  private record Unchanged(RawNode node, GetDigestResponse digest, String domain) {
    Unchanged(RawNode node) {
      this(node, node.digest(0), DomainDump.of(node));
    }

    void check() {
      GetDigestResponse now = node.digest(0);
      if (now.getPosition() == digest.getPosition()) {
        assertThat(now).isEqualTo(digest);
      }
      assertThat(DomainDump.of(node)).isEqualTo(domain);
    }
  }

  /** What did not end as it must, one line each. */
  private List<String> wrong(List<BadCall> calls) {
    List<String> wrong = new ArrayList<>();
    for (BadCall bad : calls) {
      RawAnswer answer = bad.call().send(node);
      Optional<RawError> error = answer.error();
      if (error.isEmpty()) {
        wrong.add(bad.what() + "\n  was accepted: " + answer.response().orElseThrow());
      } else if (error.get().reason() != bad.reason()
          || !error.get().field().equals(bad.field())
          || error.get().code().value() != codeOf(bad.reason())) {
        wrong.add(
            bad.what()
                + "\n  expected "
                + bad.reason()
                + " of \""
                + bad.field()
                + "\", was "
                + error.get());
      } else if (!bad.field().isEmpty() && !error.get().message().contains(bad.field())) {
        wrong.add(bad.what() + "\n  the message does not name the field: " + error.get());
      }
    }
    return wrong;
  }

  private static int codeOf(ErrorReason reason) {
    return reason.getValueDescriptor().getOptions().getExtension(Errors.rule).getGrpcCode();
  }
}

package io.caxton.jepsen.workload;

import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.client.Stubborn;
import io.caxton.jepsen.run.Context;
import io.caxton.v1.Call;
import io.caxton.v1.NewTask;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TasksGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Calls one node as long as it leads, and never tries again: what that node refuses for good must
 * not be there in the end. Whoever tries again gets the answer of the record that committed and
 * never sees the lie. For one thread.
 */
final class SingleTry {
  private static final Duration OPENING = Duration.ofSeconds(2);

  private final FixedNode node;
  private final Stubborn cluster;
  private Optional<RawSession> session = Optional.empty();

  SingleTry(Context context, RawNode node, Random random) {
    // Longer than a leader that hears from nobody goes on: it must get to tell what it thinks.
    this.node = new FixedNode(node, Calls.TIMEOUT);
    cluster = new Stubborn(context.nodes(), random);
  }

  boolean mayAnswer() throws InterruptedException {
    if (session.isEmpty()) {
      session = RawSession.open(cluster, OPENING);
    }
    return session.isPresent() && node.mayAnswer();
  }

  /** The response, or {@link Caller.NoAnswer}. */
  <Q extends Message, R extends Message> R send(
      MethodDescriptor<Q, R> method, Function<Call, Q> request, Class<R> type) {
    return node.ask(method, request.apply(session.orElseThrow().next()), type)
        .orElseThrow(() -> new Caller.NoAnswer("there is no such thing", true));
  }

  /** The task's id, or {@link Caller.NoAnswer}. */
  String submit(NewTask task) {
    SubmitResult result =
        send(
                TasksGrpc.getSubmitTasksMethod(),
                call -> SubmitTasksRequest.newBuilder().setCall(call).addTasks(task).build(),
                SubmitTasksResponse.class)
            .getResults(0);
    if (result.hasRefusal()) {
      throw new Caller.NoAnswer(result.getRefusal().toString(), true);
    }
    return result.getSubmitted().getTaskId();
  }
}

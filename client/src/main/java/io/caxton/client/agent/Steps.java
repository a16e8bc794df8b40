package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.agent.StepCommit.End;
import io.caxton.client.agent.state.MessageHandler;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.RecoveredHandler;
import io.caxton.client.agent.state.Step;
import io.caxton.client.agent.state.StepTaskHandler;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.Message;
import io.caxton.v1.Performative;
import io.caxton.v1.RecoveryPlan;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Takes the agent's steps, one at a time: the handler decides, the cluster commits, events apply.
 */
final class Steps<S> {
  private final Agent agent;
  private final Fleet fleet;
  private final StatefulConfig<S> config;
  private final Memory<S> memory;
  private final Checkpointer<S> checkpointer;

  Steps(
      Agent agent,
      Fleet fleet,
      StatefulConfig<S> config,
      Memory<S> memory,
      Checkpointer<S> checkpointer) {
    this.agent = agent;
    this.fleet = fleet;
    this.config = config;
    this.memory = memory;
    this.checkpointer = checkpointer;
  }

  /** Ends the message with what the handler decides. */
  void message(MessageHandler<S> handler, Message message) throws Exception {
    take(
        Optional.of(Milestone.MESSAGE_RECEIVED),
        () -> handler.handle(memory.state(), message),
        request -> request.addAcks(AgentMessages.id(message)));
  }

  /** Ends a message that no handler can help, and tells a sender that waits for a reply. */
  void refuse(Message message, String why) throws Exception {
    take(
        Optional.of(Milestone.MESSAGE_RECEIVED),
        () ->
            message.getReplyWith().isEmpty() || message.getFromAgent().isEmpty()
                ? new Step()
                : new Step()
                    .reply(
                        message, Performative.PERFORMATIVE_FAILURE, ByteString.copyFromUtf8(why)),
        request -> request.addAcks(AgentMessages.id(message)));
  }

  /** Completes the task with what the handler decides. */
  Outcome task(StepTaskHandler<S> handler, Run run) throws Exception {
    Step[] decided = new Step[1];
    End end =
        take(
            Optional.of(Milestone.TASK_RECEIVED),
            () -> decided[0] = handler.handle(memory.state(), run),
            request ->
                request.addCompletions(
                    Completion.newBuilder()
                        .setTaskId(run.taskId())
                        .setFence(run.fence())
                        .setResult(decided[0].result())));
    return end == End.COUNTS ? new Outcome.Settled() : new Outcome.GivenBack();
  }

  void recovered(RecoveredHandler<S> handler, RecoveryPlan plan) throws Exception {
    own(() -> handler.recovered(memory.state(), plan));
  }

  /** A step that ends neither message nor task. */
  void own(Callable<Step> decision) throws Exception {
    take(Optional.empty(), decision, request -> {});
  }

  private End take(
      Optional<Milestone> received, Callable<Step> decision, Consumer<CommitRequest.Builder> ending)
      throws Exception {
    memory.lock().lockInterruptibly();
    try {
      End end;
      do {
        received.ifPresent(config::at);
        Step step = Objects.requireNonNull(decision.call(), "the handler gave no step");
        CommitRequest.Builder request = step.items().toBuilder();
        ending.accept(request);
        config.at(Milestone.BEFORE_COMMIT);
        end = request.equals(CommitRequest.newBuilder()) ? End.COUNTS : commit(step, request);
      } while (end == End.DECIDE_AGAIN);
      return end;
    } finally {
      memory.lock().unlock();
    }
  }

  private End commit(Step step, CommitRequest.Builder request) throws CaxtonException {
    long before = memory.seq();
    try {
      return new StepCommit<>(agent, fleet, config, memory, request).run();
    } finally {
      checkpointer.stepped(step, memory.seq() - before);
    }
  }
}

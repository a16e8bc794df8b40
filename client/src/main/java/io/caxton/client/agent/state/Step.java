package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Message;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.Performative;
import java.util.List;

/**
 * What a handler decided to do. All of it takes place, together with the end of the message or task
 * that was handled, or nothing: so it counts exactly once, whatever dies meanwhile. The state
 * changes by the events alone, when the step is committed; a handler must not change it.
 *
 * <p>At most 1 000 items of together 2 MiB.
 */
public final class Step {
  private final CommitRequest.Builder items = CommitRequest.newBuilder();
  private ByteString result = ByteString.EMPTY;
  private boolean checkpoint;

  /** Appends an event to the agent's journal and applies it to the state. */
  public Step event(ByteString body) {
    return event("", body);
  }

  /** Under a partition key, for states that are replayed by partition. */
  public Step event(String partitionKey, ByteString body) {
    items.addEvents(NewEvent.newBuilder().setPartitionKey(partitionKey).setBody(body));
    return this;
  }

  public Step event(String body) {
    return event(ByteString.copyFromUtf8(body));
  }

  /** Answers a message in its conversation: INFORM. */
  public Step reply(Message to, ByteString body) {
    return reply(to, Performative.PERFORMATIVE_INFORM, body);
  }

  public Step reply(Message to, String body) {
    return reply(to, ByteString.copyFromUtf8(body));
  }

  public Step reply(Message to, Performative performative, ByteString body) {
    return send(
        NewMessage.newBuilder()
            .setConversationId(to.getConversationId())
            .setToAgent(to.getFromAgent())
            .setInReplyTo(to.getReplyWith())
            .setPerformative(performative)
            .setBody(body)
            .build());
  }

  public Step send(NewMessage message) {
    items.addMessages(message);
    return this;
  }

  /**
   * Submits a follow-up task. With an id made from the message or task it comes from, it is unique.
   */
  public Step submit(NewTask task) {
    items.addTasks(task);
    return this;
  }

  /** The result of the task that is handled, at most 64 KiB; a task without one ends with none. */
  public Step result(ByteString taskResult) {
    result = taskResult;
    return this;
  }

  public Step result(String taskResult) {
    return result(ByteString.copyFromUtf8(taskResult));
  }

  /** Asks for a checkpoint after this step, whatever the policy. */
  public Step checkpoint() {
    checkpoint = true;
    return this;
  }

  public ByteString result() {
    return result;
  }

  public boolean wantsCheckpoint() {
    return checkpoint;
  }

  public List<NewEvent> events() {
    return List.copyOf(items.getEventsList());
  }

  /** Events, messages and tasks as they are committed. */
  public CommitRequest items() {
    return items.build();
  }
}

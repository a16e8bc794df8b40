package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NewCheckpoint;
import io.caxton.jepsen.checker.CommitChecker;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Message;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An agent with a queue and a conversation of its own name. Each commit ends a task and a message
 * and makes a new one of each, so that none ever runs out.
 */
final class CommitCell {
  private static final int TOKENS = 12;
  private static final int RETENTION_TASKS = 1_000_000;
  private static final Duration FINAL_READ = Duration.ofSeconds(20);

  private final String name;
  private final AtomicLong numbers;
  private long checkpointVersion;

  /**
   * @param numbers of commits, from 1; what is there before has numbers below 1
   */
  CommitCell(String name, AtomicLong numbers) {
    this.name = name;
    this.numbers = numbers;
  }

  String name() {
    return name;
  }

  long next() {
    return numbers.incrementAndGet();
  }

  long checkpointVersion() {
    return checkpointVersion;
  }

  void setUp(CaxtonClient client) {
    AgentEpoch first = Calls.registered(client, name);
    Queue queue =
        Queue.newBuilder()
            .setName(name)
            .setRetry(TasksWorkload.RETRY)
            .setRetentionTasks(RETENTION_TASKS)
            .build();
    Calls.untilAnswered(() -> client.queues().put(queue));
    AgentMessages messages = client.conversations().of(first);
    OpenConversationRequest open =
        OpenConversationRequest.newBuilder().setConversationId(name).build();
    Calls.untilAnswered(() -> messages.open(open));
    for (int i = 0; i < TOKENS; i++) {
      NewTask task =
          NewTask.newBuilder().setQueue(name).setId(CommitChecker.followUp(name, -i)).build();
      Calls.untilAnswered(() -> client.tasks().submit(task));
      long number = -i;
      Calls.untilAnswered(() -> messages.send(Bodies.message(name, name, number)));
    }
    Calls.untilAnswered(
        () -> client.journals().of(first).append(List.of(Bodies.event(0)), OptionalLong.of(0)));
    checkpointVersion =
        Calls.untilAnswered(
                () ->
                    client
                        .checkpoints()
                        .of(first)
                        .save(new NewCheckpoint(1, "none", "jepsen", false), new byte[] {1}))
            .getVersion();
  }

  /** A new epoch first: after that no commit of an earlier one can arrive any more. */
  void readAll(Caller caller, CaxtonClient client) {
    AgentEpoch last = Calls.registered(client, name);
    Calls.untilPresent(
        FINAL_READ,
        () -> caller.look("log", name, null, () -> Bodies.journal(client, name, 1), all -> all));
    Calls.untilPresent(
        FINAL_READ,
        () -> caller.look("history", name, null, () -> Bodies.history(client, name), all -> all));
    Calls.untilPresent(
        FINAL_READ,
        () ->
            caller.look(
                "tasks", name, null, () -> StoredTasks.of(client, name), CommitCell::states));
    unacked(caller, client.conversations().of(last));
  }

  private static Object states(Map<String, Task> tasks) {
    return tasks.values().stream()
        .map(
            task -> List.of(task.getId(), task.getState().name().substring("TASK_STATE_".length())))
        .toList();
  }

  /** All that a new epoch is given again. */
  private Optional<List<Message>> unacked(Caller caller, AgentMessages messages) {
    return caller.change(
        "unacked",
        name,
        Operation.map("epoch", "last"),
        () -> {
          List<Message> all = new ArrayList<>();
          List<Message> some;
          do {
            some = CaxtonException.join(messages.receive(TOKENS, Duration.ofMillis(300)));
            all.addAll(some);
          } while (!some.isEmpty());
          return all;
        },
        all -> all.stream().map(Bodies::entry).toList());
  }
}

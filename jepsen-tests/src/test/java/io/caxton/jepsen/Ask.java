package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.v1.Agent;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Task;
import java.time.Duration;
import java.util.List;

/**
 * The client's calls as tests like to say them: blocking, with what the test does not care about.
 */
final class Ask {
  private final CaxtonClient client;

  Ask(CaxtonClient client) {
    this.client = client;
  }

  Agent register(String id, Duration lease) {
    return CaxtonException.join(
        client
            .agents()
            .register(
                RegisterAgentRequest.newBuilder()
                    .setAgentId(id)
                    .setLeaseMillis((int) lease.toMillis())
                    .build()));
  }

  GrantedTasks agent(String id, Duration lease) {
    return client.tasks().of(AgentEpoch.of(register(id, lease)));
  }

  Agent agent(String id) {
    return CaxtonException.join(client.agents().get(id, ReadOptions.getDefaultInstance()))
        .getAgent();
  }

  void submit(String id, String queue) {
    submit(NewTask.newBuilder().setId(id).setQueue(queue).build());
  }

  void submit(NewTask task) {
    CaxtonException.join(client.tasks().submit(task));
  }

  Task task(String id) {
    return CaxtonException.join(client.tasks().get(id));
  }

  Queue queue(String name) {
    return CaxtonException.join(client.queues().get(name, ReadOptions.getDefaultInstance()))
        .getQueue();
  }

  /** Up to so many; waits for the first. */
  static List<Grant> claim(
      GrantedTasks agent, String queue, int tasksMax, Duration lease, Duration wait) {
    return CaxtonException.join(
            agent.claim(
                ClaimTasksRequest.newBuilder()
                    .addQueues(queue)
                    .setMaxTasks(tasksMax)
                    .setLeaseMillis((int) lease.toMillis())
                    .setWaitMillis((int) wait.toMillis())
                    .build()))
        .getGrantsList();
  }

  static void complete(GrantedTasks agent, Grant grant) {
    CaxtonException.join(agent.complete(grant, ByteString.EMPTY));
  }

  static void release(GrantedTasks agent, Grant grant) {
    CaxtonException.join(agent.release(grant));
  }
}

package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.Agent;
import io.caxton.client.agent.FinalFailure;

/** The worker of docs/sagas.md, to the letter. */
final class TripAgent {
  private TripAgent() {}

  static Agent start(CaxtonClient client) {
    return Agent.builder(client)
        .id("travel-desk")
        .queues("flights", "hotels", "money")
        .handler(
            task -> {
              String order = task.payload().toStringUtf8();
              if (order.startsWith("charge")) {
                throw new FinalFailure("no money");
              }
              // A booking goes by the id of the step that made it, so that its undoing finds it.
              String undone = task.compensatesTaskId();
              String booking = undone.isEmpty() ? task.taskId() : undone;
              return ByteString.copyFromUtf8(order + ", number " + booking);
            })
        .start();
  }
}

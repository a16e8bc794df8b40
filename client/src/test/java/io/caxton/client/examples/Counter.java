package io.caxton.client.examples;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;

/** Counts its messages, each exactly once, and answers with their numbers. */
public final class Counter {
  private static final StateType<Long> COUNT =
      StateType.of(
          "count-1",
          () -> 0L,
          (count, event) -> count + 1,
          count -> ByteString.copyFromUtf8(count.toString()),
          bytes -> Long.valueOf(bytes.toStringUtf8()));

  static StatefulAgent<Long> start(CaxtonClient client) {
    return StatefulAgent.builder(client, COUNT)
        .id("counter")
        .onMessage((count, m) -> new Step().event(m.getBody()).reply(m, "number " + (count + 1)))
        .start();
  }

  public static void main(String[] addresses) {
    try (CaxtonClient client = CaxtonClient.builder().addresses(addresses).build()) {
      start(client).stopped().join();
    }
  }
}

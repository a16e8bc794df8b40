package io.caxton.client.examples;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.FinalFailure;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.PartitionedState;
import io.caxton.client.agent.state.ReplayMode;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.Criticality;
import io.caxton.v1.Message;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps accounts. A message is "account amount"; an amount below zero is refused when the balance
 * does not allow it. Each account is a partition: a recovery replays many at a time.
 */
public final class Bank implements PartitionedState<SortedMap<String, Long>> {
  @Override
  public SortedMap<String, Long> initial() {
    return new TreeMap<>();
  }

  @Override
  public SortedMap<String, Long> apply(SortedMap<String, Long> balances, AgentEvent event) {
    long amount = Long.parseLong(event.body().toStringUtf8());
    balances.merge(event.partitionKey(), amount, Long::sum);
    return balances;
  }

  private static Step decide(SortedMap<String, Long> balances, Message message) {
    String[] words = message.getBody().toStringUtf8().split(" ");
    if (words.length != 2 || !words[1].matches("-?\\d{1,15}")) {
      throw new FinalFailure("'account amount' is wanted");
    }
    long balance = balances.getOrDefault(words[0], 0L) + Long.parseLong(words[1]);
    return balance < 0
        ? new Step().reply(message, "refused")
        : new Step()
            .event(words[0], ByteString.copyFromUtf8(words[1]))
            .reply(message, "balance " + balance);
  }

  @Override
  public ByteString encode(SortedMap<String, Long> balances) {
    return ByteString.copyFromUtf8(
        balances.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("\n")));
  }

  @Override
  public SortedMap<String, Long> decode(String schemaId, ByteString bytes) {
    return bytes
        .toStringUtf8()
        .lines()
        .map(line -> line.split(" "))
        .collect(
            Collectors.toMap(
                words -> words[0], words -> Long.valueOf(words[1]), (a, b) -> b, TreeMap::new));
  }

  @Override
  public String schemaId() {
    return "bank-1";
  }

  @Override
  public SortedMap<String, Long> part(SortedMap<String, Long> whole, String account) {
    SortedMap<String, Long> part = new TreeMap<>();
    if (whole.containsKey(account)) {
      part.put(account, whole.get(account));
    }
    return part;
  }

  @Override
  public SortedMap<String, Long> merge(
      SortedMap<String, Long> whole, SortedMap<String, SortedMap<String, Long>> parts) {
    SortedMap<String, Long> merged = new TreeMap<>(whole);
    parts.values().forEach(merged::putAll);
    return merged;
  }

  static StatefulAgent<SortedMap<String, Long>> start(CaxtonClient client) {
    return StatefulAgent.builder(client, new Bank())
        .id("bank")
        .criticality(Criticality.CRITICALITY_HIGH)
        .checkpoints(
            CheckpointPolicy.recoveringWithin(Duration.ofSeconds(1))
                .or(CheckpointPolicy.every(Duration.ofMinutes(1))))
        .replay(ReplayMode.PARALLEL)
        .onMessage(Bank::decide)
        .start();
  }

  public static void main(String[] addresses) {
    try (CaxtonClient client = CaxtonClient.builder().addresses(addresses).build()) {
      start(client).stopped().join();
    }
  }
}

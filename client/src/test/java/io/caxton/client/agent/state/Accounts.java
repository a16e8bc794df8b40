package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Balances by name, an event "+5" or "*3" under each name's key; order matters within a name. */
class Accounts implements PartitionedState<SortedMap<String, Long>> {
  @Override
  public SortedMap<String, Long> initial() {
    return new TreeMap<>();
  }

  @Override
  public SortedMap<String, Long> apply(SortedMap<String, Long> balances, AgentEvent event) {
    String change = event.body().toStringUtf8();
    long by = Long.parseLong(change.substring(1));
    long before = balances.getOrDefault(event.partitionKey(), 0L);
    balances.put(event.partitionKey(), change.charAt(0) == '*' ? before * by : before + by);
    return balances;
  }

  @Override
  public ByteString encode(SortedMap<String, Long> balances) {
    return ByteString.copyFromUtf8(
        balances.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
  }

  @Override
  public SortedMap<String, Long> decode(String schemaId, ByteString bytes) {
    SortedMap<String, Long> balances = initial();
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              int at = line.lastIndexOf('=');
              balances.put(line.substring(0, at), Long.parseLong(line.substring(at + 1)));
            });
    return balances;
  }

  @Override
  public String schemaId() {
    return "accounts-1";
  }

  @Override
  public SortedMap<String, Long> part(SortedMap<String, Long> whole, String partitionKey) {
    SortedMap<String, Long> part = initial();
    if (whole.containsKey(partitionKey)) {
      part.put(partitionKey, whole.get(partitionKey));
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
}

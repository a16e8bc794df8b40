package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.PartitionedState;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A number for each partition, which depends on the order of that partition's events. */
final class Sums implements PartitionedState<SortedMap<String, Long>> {
  @Override
  public SortedMap<String, Long> initial() {
    return new TreeMap<>();
  }

  @Override
  public SortedMap<String, Long> apply(SortedMap<String, Long> sums, AgentEvent event) {
    long number = Long.parseLong(event.body().toStringUtf8());
    sums.put(event.partitionKey(), 7 * sums.getOrDefault(event.partitionKey(), 0L) + number);
    return sums;
  }

  @Override
  public ByteString encode(SortedMap<String, Long> sums) {
    return ByteString.copyFromUtf8(
        sums.entrySet().stream()
            .map(sum -> sum.getKey() + " " + sum.getValue())
            .collect(Collectors.joining("\n")));
  }

  @Override
  public SortedMap<String, Long> decode(String schemaId, ByteString bytes) {
    SortedMap<String, Long> sums = new TreeMap<>();
    bytes
        .toStringUtf8()
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> sums.put(words[0], Long.valueOf(words[1])));
    return sums;
  }

  @Override
  public String schemaId() {
    return "sums";
  }

  @Override
  public SortedMap<String, Long> part(SortedMap<String, Long> whole, String key) {
    SortedMap<String, Long> part = new TreeMap<>();
    if (whole.containsKey(key)) {
      part.put(key, whole.get(key));
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

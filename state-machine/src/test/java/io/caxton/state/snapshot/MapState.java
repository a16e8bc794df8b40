package io.caxton.state.snapshot;

import io.caxton.v1.StateHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** A state for the tests: tables of bytes, which know what changed since the snapshot before. */
final class MapState {
  private final Map<String, Map<String, byte[]>> tables = new HashMap<>();
  private final Map<String, Set<String>> changed = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private OptionalLong changedSince = OptionalLong.empty();
  private long position;

  MapState put(String table, String key, byte[] value) {
    position++;
    tables.computeIfAbsent(table, t -> new HashMap<>()).put(key, value);
    changed.computeIfAbsent(table, t -> new HashSet<>()).add(key);
    return this;
  }

  MapState put(String table, String key, String value) {
    return put(table, key, value.getBytes(StandardCharsets.UTF_8));
  }

  MapState remove(String table, String key) {
    position++;
    tables.computeIfAbsent(table, t -> new HashMap<>()).remove(key);
    changed.computeIfAbsent(table, t -> new HashSet<>()).add(key);
    return this;
  }

  /** Some puts and removes, of keys that begin with each other and values of all sizes. */
  MapState mutate(Random random, int operations, int valueBytesMax) {
    for (int i = 0; i < operations; i++) {
      String table = List.of("agent", "task", "tasks").get(random.nextInt(3));
      String key = "\0\1a".repeat(20).substring(0, random.nextInt(12)) + random.nextInt(60);
      if (random.nextInt(4) == 0) {
        remove(table, key);
      } else {
        byte[] value = new byte[random.nextInt(valueBytesMax + 1)];
        random.nextBytes(value);
        put(table, key, value);
      }
    }
    return this;
  }

  /** The next delta counts from here. */
  MapState snapshotTaken() {
    changed.clear();
    unknown.clear();
    changedSince = OptionalLong.of(position);
    return this;
  }

  /** The changes of this table since the last snapshot are too many to list. */
  MapState forgetChanges(String table) {
    unknown.add(table);
    return this;
  }

  MapState nothingTracked() {
    changedSince = OptionalLong.empty();
    return this;
  }

  long position() {
    return position;
  }

  long digest() {
    return content().hashCode();
  }

  /** In a form that can be compared and printed. */
  Map<String, Map<String, String>> content() {
    Map<String, Map<String, String>> content = new HashMap<>();
    tables.forEach(
        (table, entries) ->
            entries.forEach(
                (key, value) ->
                    content
                        .computeIfAbsent(table, t -> new HashMap<>())
                        .put(key, new String(value, StandardCharsets.ISO_8859_1))));
    return content;
  }

  SnapshotSource freeze() {
    List<SourceTable<?>> frozen = new ArrayList<>();
    tables.forEach(
        (name, entries) ->
            frozen.add(
                new Table(
                    name,
                    new HashMap<>(entries),
                    unknown.contains(name)
                        ? Optional.empty()
                        : Optional.of(new HashSet<>(changed.getOrDefault(name, Set.of()))))));
    StateHeader header = StateHeader.newBuilder().setVersion(1).setPosition(position).build();
    return new Frozen(header, OptionalLong.of(digest()), changedSince, frozen);
  }

  record Frozen(
      StateHeader header,
      OptionalLong digest,
      OptionalLong changedSince,
      List<SourceTable<?>> tables)
      implements SnapshotSource {}

  private record Table(
      String name, Map<String, byte[]> entries, Optional<Collection<String>> changedKeys)
      implements SourceTable<String> {
    @Override
    public long size() {
      return entries.size();
    }

    @Override
    public Iterable<String> keys() {
      return entries.keySet();
    }

    @Override
    public byte[] keyBytes(String key) {
      return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<byte[]> valueBytes(String key) {
      return Optional.ofNullable(entries.get(key));
    }
  }
}

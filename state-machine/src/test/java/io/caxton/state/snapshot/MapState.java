package io.caxton.state.snapshot;

import io.caxton.state.body.BodyReader;
import io.caxton.state.body.BodyStore;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.state.body.FrozenBodies;
import io.caxton.v1.StateHeader;
import java.io.UncheckedIOException;
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
  private final BodyStore bodies = new BodyStore();
  private final Map<Long, long[]> streams = new HashMap<>();
  private final Map<Integer, Integer> forgotten = new HashMap<>();

  /** A stream is a row of the table "streams": from which body to which. */
  MapState append(long streamId, byte[] body) {
    long[] range = streams.computeIfAbsent(streamId, id -> new long[] {1, 0});
    bodies.append(streamId, ++range[1], body);
    return put("streams", Long.toString(streamId), range[0] + "-" + range[1]);
  }

  MapState trim(long streamId, long firstSeq) {
    long[] range = streams.get(streamId);
    range[0] = firstSeq;
    bodies.trim(streamId, firstSeq);
    return put("streams", Long.toString(streamId), range[0] + "-" + range[1]);
  }

  MapState forget(long streamId) {
    streams.remove(streamId);
    bodies.forget(streamId);
    return remove("streams", Long.toString(streamId));
  }

  /** Some bodies of all sizes; old ones and whole streams go. */
  MapState mutateBodies(Random random, int operations, int bytesMax) {
    for (int i = 0; i < operations; i++) {
      int slot = random.nextInt(6);
      long streamId = slot + 6L * forgotten.getOrDefault(slot, 1);
      long[] range = streams.getOrDefault(streamId, new long[] {1, 0});
      int choice = random.nextInt(40);
      if (choice == 0 && range[1] > 0) {
        trim(streamId, range[0] + random.nextLong(range[1] - range[0] + 2));
      } else if (choice == 1 && range[1] > 0) {
        forget(streamId);
        forgotten.merge(slot, 2, (before, two) -> before + 1);
      } else {
        byte[] body = new byte[random.nextInt(bytesMax + 1)];
        random.nextBytes(body);
        append(streamId, body);
      }
    }
    return this;
  }

  BodyStore bodies() {
    return bodies;
  }

  /** Everything of it that can be read, by stream and sequence. */
  static Map<String, String> bodies(Map<String, String> streams, BodyReader reader) {
    Map<String, String> content = new HashMap<>();
    streams.forEach(
        (streamId, range) -> {
          String[] ends = range.split("-", 2);
          long first = Long.parseLong(ends[0]);
          long last = Long.parseLong(ends[1]);
          try {
            long next =
                reader.read(
                    Long.parseLong(streamId),
                    first,
                    last,
                    (seq, array, offset, length) -> {
                      content.put(
                          streamId + "/" + seq,
                          new String(array, offset, length, StandardCharsets.ISO_8859_1));
                      return true;
                    });
            content.put(streamId, "to " + next);
          } catch (DamagedBodyException e) {
            throw new UncheckedIOException(e);
          }
        });
    return content;
  }

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
    if (content.containsKey("streams")) {
      content.put("bodies", bodies(content.get("streams"), bodies));
    }
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
    return new Frozen(header, OptionalLong.of(digest()), changedSince, frozen, bodies.freeze());
  }

  record Frozen(
      StateHeader header,
      OptionalLong digest,
      OptionalLong changedSince,
      List<SourceTable<?>> tables,
      FrozenBodies bodies)
      implements SnapshotSource {

    Frozen(
        StateHeader header,
        OptionalLong digest,
        OptionalLong changedSince,
        List<SourceTable<?>> tables) {
      this(header, digest, changedSince, tables, FrozenBodies.NONE);
    }
  }

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

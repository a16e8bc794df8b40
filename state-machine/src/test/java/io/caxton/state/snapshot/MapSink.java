package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.BodyStore;
import io.caxton.v1.SnapshotManifest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects a snapshot, and checks that it comes in order. */
final class MapSink implements SnapshotSink {
  private final Map<String, Map<String, String>> content = new HashMap<>();
  private SnapshotManifest manifest;
  private String last = "";
  private boolean finished;
  private final BodyStore bodies = new BodyStore();

  @Override
  public void begin(SnapshotManifest begun) {
    manifest = begun;
  }

  @Override
  public void bodies(List<BodyRun> runs) {
    bodies.restoreRuns(runs);
  }

  @Override
  public void put(String table, byte[] key, byte[] value) {
    String next = table + '\0' + new String(key, StandardCharsets.UTF_8);
    assertThat(next).isGreaterThan(last);
    last = next;
    content
        .computeIfAbsent(table, t -> new HashMap<>())
        .put(
            new String(key, StandardCharsets.UTF_8),
            new String(value, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void finish() {
    finished = true;
  }

  SnapshotManifest manifest() {
    return manifest;
  }

  /** With all bodies, read and checked now. */
  Map<String, Map<String, String>> content() {
    assertThat(finished).isTrue();
    if (content.containsKey("streams")) {
      content.put("bodies", MapState.bodies(content.get("streams"), bodies));
    }
    return content;
  }
}

package io.caxton.state.check;

import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.Call;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.StateReference;

/** Requests about checkpoints. */
final class CheckpointChecks {
  static final int SCHEMA_CHARACTERS_MAX = 128;

  private static final int CHUNK_BYTES_MAX = 1 << 20;
  private static final long STATE_BYTES_MAX = 64L << 20;
  private static final int BUILD_BYTES_MAX = 128;
  private static final int URI_BYTES_MAX = 1_024;
  private static final int SHA256_BYTES = 32;

  private CheckpointChecks() {}

  private static void agent(Checks checks, Call call, String fleet, String agentId) {
    CommonChecks.call(checks, call);
    CommonChecks.fleet(checks, fleet);
    CommonChecks.agent(checks, Path.ROOT, agentId);
  }

  static void check(Checks checks, BeginCheckpointRequest request) {
    agent(checks, request.getCall(), request.getFleet(), request.getAgentId());
  }

  static void check(Checks checks, PutCheckpointChunkRequest request) {
    agent(checks, request.getCall(), request.getFleet(), request.getAgentId());
    if (request.getData().isEmpty()) {
      checks.fail(Path.ROOT, "data", "empty", "it must have 1 to " + CHUNK_BYTES_MAX + " bytes");
    }
    checks.bytesMax(Path.ROOT, "data", request.getData().size(), CHUNK_BYTES_MAX);
  }

  static void check(Checks checks, FinishCheckpointRequest request) {
    agent(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.range(Path.ROOT, "covers_seq", request.getCoversSeq(), 0, Long.MAX_VALUE - 1);
    if (request.hasReference()) {
      reference(checks, request);
    } else {
      checks.range(Path.ROOT, "size_bytes", request.getSizeBytes(), 0, STATE_BYTES_MAX);
      sha256(checks, Path.ROOT, request.getSha256().size());
    }
    checks.name(
        Path.ROOT, "schema_id", request.getSchemaId(), Characters.ID, SCHEMA_CHARACTERS_MAX);
    checks.textMax(Path.ROOT, "build_id", request.getBuildId(), BUILD_BYTES_MAX);
  }

  private static void reference(Checks checks, FinishCheckpointRequest request) {
    StateReference reference = request.getReference();
    Path path = Path.ROOT.in("reference");
    if (reference.getUri().isEmpty()) {
      checks.fail(path, "uri", "empty", "it must have 1 to " + URI_BYTES_MAX + " bytes");
    }
    checks.textMax(path, "uri", reference.getUri(), URI_BYTES_MAX);
    sha256(checks, path, reference.getSha256().size());
    checks.range(path, "size_bytes", reference.getSizeBytes(), 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "size_bytes", request.getSizeBytes(), 0, 0);
    if (!request.getSha256().isEmpty() && !request.getSha256().equals(reference.getSha256())) {
      checks.fail(
          Path.ROOT, "sha256", "another than the reference's", "leave it out with a reference");
    }
  }

  private static void sha256(Checks checks, Path path, int bytes) {
    if (bytes != SHA256_BYTES) {
      checks.fail(path, "sha256", bytes + " bytes long", "it must have " + SHA256_BYTES);
    }
  }

  static void check(Checks checks, DeleteCheckpointRequest request) {
    agent(checks, request.getCall(), request.getFleet(), request.getAgentId());
    version(checks, request.getVersion());
  }

  static void check(Checks checks, PinCheckpointRequest request) {
    agent(checks, request.getCall(), request.getFleet(), request.getAgentId());
    version(checks, request.getVersion());
  }

  private static void version(Checks checks, long version) {
    checks.range(Path.ROOT, "version", version, 1, Long.MAX_VALUE);
  }
}

package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.Checkpoints;
import io.caxton.client.agent.state.Sha256;
import io.caxton.client.agent.state.StateStore;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.StateReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Fetches the bytes of a checkpoint and checks that they are what was saved. */
final class CheckpointLoader {
  /** The bytes are not what was saved: the checkpoint before has to do. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(String cause) {
      super(cause);
    }
  }

  private final Checkpoints checkpoints;
  private final Optional<StateStore> store;

  CheckpointLoader(Checkpoints checkpoints, Optional<StateStore> store) {
    this.checkpoints = checkpoints;
    this.store = store;
  }

  ByteString load(Checkpoint checkpoint) throws Damaged {
    if (checkpoint.hasReference()) {
      return referenced(checkpoint.getReference());
    }
    try {
      return CaxtonException.join(
              checkpoints.load(checkpoint.getAgentId(), checkpoint.getVersion()))
          .state();
    } catch (CaxtonException failure) {
      if (failure.reason() == ErrorReason.CHECKPOINT_DAMAGED) {
        throw new Damaged(failure.getMessage());
      }
      throw failure;
    }
  }

  /** A store that does not answer is no damage: nothing may be given up because of it. */
  private ByteString referenced(StateReference reference) throws Damaged {
    StateStore where =
        store.orElseThrow(
            () ->
                new IllegalStateException(
                    "the state is at " + reference.getUri() + ", and the agent has no store"));
    ByteString bytes;
    try {
      bytes = where.load(reference.getUri());
    } catch (IOException notReached) {
      throw new UncheckedIOException(
          "could not load the state at " + reference.getUri(), notReached);
    }
    if (bytes.size() != reference.getSizeBytes()) {
      throw new Damaged(
          reference.getUri() + " has " + bytes.size() + " bytes, not " + reference.getSizeBytes());
    }
    if (!Sha256.of(bytes).equals(reference.getSha256())) {
      throw new Damaged(reference.getUri() + " has another hash than what was saved");
    }
    return bytes;
  }
}

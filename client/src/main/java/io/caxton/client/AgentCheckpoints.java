package io.caxton.client;

import io.caxton.v1.Checkpoint;
import io.caxton.v1.StateReference;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * What one agent, in one epoch, does with its checkpoints. One at a time: a save that begins while
 * another one is under way ends that one.
 */
public final class AgentCheckpoints {
  private final Core core;
  private final String fleet;
  private final AgentEpoch agent;

  AgentCheckpoints(Core core, String fleet, AgentEpoch agent) {
    this.core = core;
    this.fleet = fleet;
    this.agent = agent;
  }

  /**
   * Saves a state, of at most 64 MiB. Nobody sees it before the whole is there; CHECKPOINT_INVALID
   * if another save of this agent began meanwhile. The stream is read to its end on a thread of
   * this library, and not closed.
   */
  public CompletableFuture<Checkpoint> save(NewCheckpoint what, InputStream state) {
    CheckpointUpload upload = new CheckpointUpload(core, fleet, agent);
    return CompletableFuture.supplyAsync(() -> upload.save(what, state), core.virtual());
  }

  public CompletableFuture<Checkpoint> save(NewCheckpoint what, byte[] state) {
    return save(what, new ByteArrayInputStream(state));
  }

  /** Saves where the state lies; whoever restores it fetches and checks it. */
  public CompletableFuture<Checkpoint> saveReference(NewCheckpoint what, StateReference where) {
    CheckpointUpload upload = new CheckpointUpload(core, fleet, agent);
    return CompletableFuture.supplyAsync(() -> upload.saveReference(what, where), core.virtual());
  }
}

package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryRecord;
import java.util.HashMap;
import java.util.Map;

/** What one fleet's agents come back from; all by agent id. */
public final class FleetMemory {
  private final Fleet fleet;
  private final Table<String, Journal> journals = new Table<>();
  private final Table<String, AgentCheckpoints> checkpoints = new Table<>();
  private final Table<String, RecoveryRecord> recoveries = new Table<>();
  private final Map<String, UploadTimer> uploads = new HashMap<>();

  FleetMemory(Fleet fleet) {
    this.fleet = fleet;
  }

  public Table<String, Journal> journals() {
    return journals;
  }

  public Table<String, AgentCheckpoints> checkpoints() {
    return checkpoints;
  }

  public Table<String, RecoveryRecord> recoveries() {
    return recoveries;
  }

  /** The agent's, empty if it has none. */
  public AgentCheckpoints checkpointsOf(String agentId) {
    AgentCheckpoints row = checkpoints.get(agentId);
    return row == null ? AgentCheckpoints.newBuilder().setAgentId(agentId).build() : row;
  }

  /** The agent's, empty if it has none. */
  public RecoveryRecord recoveryOf(String agentId) {
    RecoveryRecord row = recoveries.get(agentId);
    return row == null ? RecoveryRecord.newBuilder().setAgentId(agentId).build() : row;
  }

  /** Timers of the unfinished checkpoints. */
  Map<String, UploadTimer> uploads() {
    return uploads;
  }

  UploadTimer upload(String agentId) {
    UploadTimer timer = uploads.get(agentId);
    if (timer == null) {
      timer = new UploadTimer(fleet, agentId);
      uploads.put(agentId, timer);
    }
    return timer;
  }

  MemoryView freeze() {
    return new MemoryView(journals.freeze(), checkpoints.freeze(), recoveries.freeze());
  }

  MemoryChanges takeChanges() {
    return new MemoryChanges(
        journals.takeChanges(), checkpoints.takeChanges(), recoveries.takeChanges());
  }

  void returnChanges(MemoryChanges changes) {
    journals.returnChanges(changes.journals());
    checkpoints.returnChanges(changes.checkpoints());
    recoveries.returnChanges(changes.recoveries());
  }
}

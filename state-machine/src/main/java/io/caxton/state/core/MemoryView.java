package io.caxton.state.core;

import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryRecord;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/** What a fleet's agents come back from, frozen; by agent id. */
public record MemoryView(
    PersistentMap<String, Journal> journals,
    PersistentMap<String, AgentCheckpoints> checkpoints,
    PersistentMap<String, RecoveryRecord> recoveries) {

  public static MemoryView empty() {
    return new MemoryView(
        ExtensionsKt.persistentHashMapOf(),
        ExtensionsKt.persistentHashMapOf(),
        ExtensionsKt.persistentHashMapOf());
  }
}

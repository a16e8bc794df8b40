package io.caxton.state.core;

import io.caxton.state.table.ChangedKeys;

/** What changed of what a fleet's agents come back from, since the snapshot freeze before. */
public record MemoryChanges(
    ChangedKeys<String> journals,
    ChangedKeys<String> checkpoints,
    ChangedKeys<String> recoveries) {}

package io.caxton.state.core;

import io.caxton.state.table.ChangedKeys;

/** What changed in one fleet's tables since the snapshot freeze before. */
public record FleetChanges(
    ChangedKeys<String> agents,
    ChangedKeys<String> routes,
    ChangedKeys<String> queues,
    ChangedKeys<String> tasks,
    ChangedKeys<String> sagas,
    MemoryChanges memory,
    MailChanges mail,
    ChangedKeys<String> schedules) {}

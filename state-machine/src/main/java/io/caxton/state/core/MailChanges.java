package io.caxton.state.core;

import io.caxton.state.table.ChangedKeys;

/** What changed in one fleet's conversations since the snapshot freeze before. */
public record MailChanges(
    ChangedKeys<String> conversations,
    ChangedKeys<String> inbox,
    ChangedKeys<String> obligations) {}

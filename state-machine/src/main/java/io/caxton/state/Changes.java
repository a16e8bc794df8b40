package io.caxton.state;

import io.caxton.state.core.FleetChanges;
import io.caxton.state.core.OutcomeKey;
import io.caxton.state.table.ChangedKeys;
import java.util.SortedMap;

/** What changed in all tables since the snapshot freeze before; fleets by name. */
record Changes(
    ChangedKeys<Long> sessions,
    ChangedKeys<OutcomeKey> outcomes,
    SortedMap<String, FleetChanges> fleets) {}

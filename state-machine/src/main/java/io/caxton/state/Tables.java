package io.caxton.state;

import com.google.protobuf.MessageLite;
import io.caxton.state.core.FleetChanges;
import io.caxton.state.core.FleetView;
import io.caxton.state.core.OutcomeKey;
import io.caxton.state.table.ChangedKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tables of a frozen state by their names in snapshots. */
final class Tables {
  static final String SESSIONS = "sessions";
  static final String OUTCOMES = "outcomes";
  static final String AGENTS = "agents";
  static final String ROUTES = "routes";
  static final String QUEUES = "queues";
  static final String TASKS = "tasks";
  static final String SAGAS = "sagas";
  static final String JOURNALS = "journals";
  static final String CHECKPOINTS = "checkpoints";
  static final String RECOVERIES = "recoveries";
  static final String CONVERSATIONS = "conversations";
  static final String INBOX = "inbox";
  static final String OBLIGATIONS = "obligations";
  static final String SCHEDULES = "schedules";

  private Tables() {}

  static List<FrozenTable> of(State state, Optional<Changes> changes) {
    return List.of(
        new FrozenTable(
            SESSIONS,
            List.of(
                part(
                    state.sessionRows(),
                    changes.map(Changes::sessions),
                    Comparator.comparing((Long id) -> id, Long::compareUnsigned),
                    Keys::of))),
        new FrozenTable(
            OUTCOMES,
            List.of(
                part(
                    state.outcomeRows(),
                    changes.map(Changes::outcomes),
                    Comparator.comparing(OutcomeKey::sessionId, Long::compareUnsigned)
                        .thenComparing(OutcomeKey::sequence, Long::compareUnsigned),
                    Keys::of))),
        ofFleets(AGENTS, state, changes, FleetView::agents, FleetChanges::agents),
        ofFleets(ROUTES, state, changes, FleetView::routes, FleetChanges::routes),
        ofFleets(QUEUES, state, changes, FleetView::queues, FleetChanges::queues),
        ofFleets(TASKS, state, changes, FleetView::tasks, FleetChanges::tasks),
        ofFleets(SAGAS, state, changes, FleetView::sagas, FleetChanges::sagas),
        ofFleets(
            JOURNALS,
            state,
            changes,
            fleet -> fleet.memory().journals(),
            fleet -> fleet.memory().journals()),
        ofFleets(
            CHECKPOINTS,
            state,
            changes,
            fleet -> fleet.memory().checkpoints(),
            fleet -> fleet.memory().checkpoints()),
        ofFleets(
            RECOVERIES,
            state,
            changes,
            fleet -> fleet.memory().recoveries(),
            fleet -> fleet.memory().recoveries()),
        ofFleets(
            CONVERSATIONS,
            state,
            changes,
            fleet -> fleet.mail().conversations(),
            fleet -> fleet.mail().conversations()),
        ofFleets(
            INBOX, state, changes, fleet -> fleet.mail().inbox(), fleet -> fleet.mail().inbox()),
        ofFleets(
            OBLIGATIONS,
            state,
            changes,
            fleet -> fleet.mail().obligations(),
            fleet -> fleet.mail().obligations()),
        ofFleets(SCHEDULES, state, changes, FleetView::schedules, FleetChanges::schedules));
  }

  private static <V extends MessageLite> FrozenTable ofFleets(
      String name,
      State state,
      Optional<Changes> changes,
      Function<FleetView, ? extends Map<String, V>> rows,
      Function<FleetChanges, ChangedKeys<String>> changed) {
    List<FrozenTable.Part<?>> parts = new ArrayList<>();
    List<String> fleets =
        changes.isPresent() ? List.copyOf(changes.get().fleets().keySet()) : state.fleets();
    for (String fleet : fleets) {
      byte[] prefix = Keys.prefix(fleet);
      parts.add(
          part(
              rows.apply(state.fleet(fleet)),
              changes.map(all -> changed.apply(all.fleets().get(fleet))),
              Comparator.<String>naturalOrder(),
              id -> Keys.of(prefix, id)));
    }
    return new FrozenTable(name, parts);
  }

  private static <K> FrozenTable.Part<K> part(
      Map<K, ? extends MessageLite> rows,
      Optional<ChangedKeys<K>> changed,
      Comparator<K> order,
      Function<K, byte[]> encode) {
    return new FrozenTable.Part<>(rows, changed, order, encode);
  }
}

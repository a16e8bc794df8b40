package io.caxton.jepsen.bug;

import io.caxton.state.core.OutcomeKey;
import io.caxton.state.core.Sessions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** The outcomes that a state had from its snapshot. Public: altered classes call it. */
public final class LoadedOutcomes {
  private static final Map<Sessions, Set<OutcomeKey>> LOADED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LoadedOutcomes() {}

  public static void note(Sessions sessions) {
    LOADED.put(sessions, new HashSet<>(sessions.outcomes().rows().keySet()));
  }

  /** True once: what is executed again has an outcome of its own. */
  public static boolean has(Sessions sessions, long sessionId, long sequence) {
    Set<OutcomeKey> loaded = LOADED.get(sessions);
    return loaded != null && loaded.remove(new OutcomeKey(sessionId, sequence));
  }
}

package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters that were submitted again: each comes back once, and what comes back was one. */
final class ComeBacks {
  private final Map<String, DeadLife> lives;

  /** Of what came back: in whose place. */
  private final Map<String, DeadLife> origins = new HashMap<>();

  private ComeBacks(Map<String, DeadLife> lives) {
    this.lives = lives;
  }

  /** Also tells each life what its task was submitted with. */
  static void judge(Map<String, DeadLife> lives) {
    ComeBacks comeBacks = new ComeBacks(lives);
    lives.values().forEach(comeBacks::redriven);
    comeBacks.stored();
    lives.values().forEach(life -> life.submit = comeBacks.submit(life));
  }

  private void redriven(DeadLife life) {
    for (Operation redrive : life.done("redrive")) {
      String task = (String) redrive.out("new");
      DeadLife back = lives.get(task);
      if (back == null || (back.stored.isEmpty() && !back.mayHaveBeenPurged())) {
        life.say("was redriven and has not come back", List.of(redrive));
        continue;
      }
      origins.put(task, life);
      if (!back.stored.map(StoredEntry::from).orElse(life.task).equals(life.task)
          || !life.stored.map(StoredEntry::to).orElse(task).equals(task)) {
        life.say("does not know what came in its place", List.of(redrive));
      }
    }
  }

  private void stored() {
    Map<String, DeadLife> byOrigin = new HashMap<>();
    for (DeadLife life : lives.values()) {
      String origin = life.stored.map(StoredEntry::from).orElse("");
      if (origin.isEmpty()) {
        continue;
      }
      DeadLife twin = byOrigin.put(origin, life);
      if (twin != null) {
        life.say("came in the place of " + origin + ", and so did " + twin.task);
      }
      DeadLife from = lives.get(origin);
      if (from == null
          || !from.maybe("redrive", op -> op.unknown() || op.out("new").equals(life.task))) {
        life.say("came back and nobody had redriven " + origin);
      } else {
        origins.put(life.task, from);
      }
    }
  }

  /** Of one that came back: that of the first in whose place it came. */
  private Optional<Operation> submit(DeadLife life) {
    DeadLife first = life;
    for (int i = 0; i < origins.size() && origins.containsKey(first.task); i++) {
      first = origins.get(first.task);
    }
    return first.all("enqueue").findFirst();
  }
}

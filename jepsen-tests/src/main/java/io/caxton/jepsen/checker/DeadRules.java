package io.caxton.jepsen.checker;

import io.caxton.jepsen.checker.StoredEntry.Cause;
import io.caxton.jepsen.history.Operation;
import java.util.List;

/**
 * How a task ends: it is done once, or dead once its attempts are used up and with the cause of
 * each, and then it is redriven or purged once.
 *
 * @param attemptsMax of every task
 * @param unknownClaims some claim of its queue was not answered: it may have been granted unseen
 * @param drained what could still be granted was
 */
record DeadRules(int attemptsMax, boolean unknownClaims, boolean drained) {

  void judge(DeadLife life) {
    life.checkFences();
    presence(life);
    completions(life);
    deaths(life);
    redrives(life);
    life.stored.ifPresent(stored -> stored(life, stored));
  }

  private static void presence(DeadLife life) {
    boolean acknowledged = life.all("enqueue").anyMatch(Operation::ok);
    if (acknowledged && life.stored.isEmpty() && !life.mayHaveBeenPurged()) {
      life.say("was acknowledged and is lost");
    }
    if (life.submit.isEmpty() && life.stored.isPresent()) {
      life.say("is there and was never submitted");
    }
    if (!life.done("purge").isEmpty() && life.stored.isPresent()) {
      life.say("was purged and is there", life.done("purge"));
    }
  }

  private static void completions(DeadLife life) {
    List<Operation> done = life.completions();
    if (done.size() > 1) {
      life.say("was completed twice", done);
    }
    for (Operation complete : done) {
      life.all("claim")
          .filter(claim -> complete.before(claim))
          .findFirst()
          .ifPresent(
              claim ->
                  life.say("was granted again after it was completed", List.of(complete, claim)));
    }
    for (Operation complete : life.done("complete")) {
      life.all("claim")
          .filter(claim -> Fences.of(claim) > Fences.of(complete) && !complete.before(claim))
          .findFirst()
          .ifPresent(
              claim -> life.say("was completed under a stale token", List.of(claim, complete)));
    }
  }

  private static void deaths(DeadLife life) {
    for (Operation death : life.deaths()) {
      life.all("claim")
          .filter(claim -> Fences.of(claim) > Fences.of(death))
          .findFirst()
          .ifPresent(claim -> life.say("was granted after it was dead", List.of(death, claim)));
    }
  }

  private static void redrives(DeadLife life) {
    List<Operation> redriven = life.done("redrive");
    List<Operation> purged = life.done("purge");
    if (redriven.size() > 1) {
      life.say("was redriven twice", redriven);
    }
    if (purged.size() > 1) {
      life.say("was purged twice", purged);
    }
    if (!redriven.isEmpty() && !purged.isEmpty()) {
      life.say("was redriven and purged", List.of(redriven.getFirst(), purged.getFirst()));
    }
    for (String f : List.of("redrive", "purge")) {
      life.all(f)
          .filter(call -> call.ok() && !TaskLife.said(call, "ok"))
          .forEach(refused -> refusedThoughDead(life, refused));
    }
  }

  /** Nobody had taken it away from the dead letters. */
  private static void refusedThoughDead(DeadLife life, Operation refused) {
    boolean surelyDead = life.deaths().stream().anyMatch(death -> death.before(refused));
    boolean taken =
        List.of("redrive", "purge", "settle").stream()
            .anyMatch(f -> life.maybe(f, other -> other.startNanos() < refused.endNanos()));
    if (surelyDead && !taken) {
      life.say("was a dead letter and not found among them", List.of(refused));
    }
  }

  private void stored(DeadLife life, StoredEntry stored) {
    if (!stored.completed() && !stored.dead() && drained) {
      life.say("is neither done nor dead");
    }
    if (stored.completed()
        && !life.maybe("complete", call -> Fences.of(call) == stored.result())
        && !life.maybe("settle", call -> Fences.of(call) == stored.result())) {
      life.say("was completed with a result that nobody gave");
    }
    if (!stored.completed() && !life.completions().isEmpty()) {
      life.say("was completed and is not");
    }
    if (stored.charged() > attemptsMax) {
      life.say("had more attempts than it may");
    }
    if (stored.dead()
        && stored.charged() < attemptsMax
        && !life.maybe("fail", DeadRules::asksForTheLast)
        && life.deaths().stream().noneMatch(DeadRules::asksForTheLast)) {
      life.say("is dead before its attempts were used up");
    }
    if (!stored.dead() && !stored.completed() && stored.charged() >= attemptsMax) {
      life.say("has used up its attempts and is not dead");
    }
    causes(life, stored);
  }

  private static boolean asksForTheLast(Operation fail) {
    return fail.in("last").equals(true);
  }

  private void causes(DeadLife life, StoredEntry stored) {
    if (stored.causes().size() != stored.charged()) {
      life.say("was charged for other attempts than those whose cause it keeps");
    }
    long before = 0;
    for (Cause cause : stored.causes()) {
      if (cause.fence() <= before || (!unknownClaims && !life.wasGranted(cause.fence()))) {
        life.say("keeps a cause of no attempt of its own");
      }
      before = cause.fence();
    }
    life.all("fail")
        .filter(Operation::ok)
        .filter(fail -> TaskLife.said(fail, "ok") || TaskLife.said(fail, "dead"))
        .filter(fail -> !stored.causes().contains(new Cause(Fences.of(fail), "failed")))
        .findFirst()
        .ifPresent(fail -> life.say("has not kept why it failed", List.of(fail)));
  }
}

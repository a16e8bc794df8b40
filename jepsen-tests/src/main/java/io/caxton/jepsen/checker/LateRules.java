package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.List;

/**
 * What becomes of results that come when their grant is lost, by the policy that the task was
 * submitted with: refused; taken while nobody has the task; or kept until somebody decides.
 *
 * @param attemptsMax of every task
 */
record LateRules(int attemptsMax) {

  void judge(DeadLife life) {
    if (life.submit.isEmpty()) {
      return;
    }
    life.all("complete").filter(Operation::ok).forEach(call -> complete(life, call));
    for (Operation settle : life.all("settle").filter(Operation::ok).toList()) {
      settle(life, settle);
    }
    life.stored.ifPresent(
        stored -> {
          for (long fence : stored.parked()) {
            if (life.all("complete")
                .noneMatch(
                    call ->
                        Fences.of(call) == fence
                            && (call.unknown() || TaskLife.said(call, "parked")))) {
              life.say("keeps a result that nobody gave");
            }
          }
        });
  }

  private void complete(DeadLife life, Operation call) {
    long fence = Fences.of(call);
    boolean wasLost = life.stored.isPresent() && life.stored.get().failed(fence);
    switch ((String) call.out("result")) {
      case "ok" -> {
        if (wasLost && !life.policy().equals("accept")) {
          life.say("took a late result against its policy", List.of(call));
        }
        life.count(wasLost ? "accepted_late" : "in_time");
      }
      case "parked" -> {
        if (!life.policy().equals("park")) {
          life.say("kept a late result against its policy", List.of(call));
        } else if (life.stored.isPresent() && !wasLost) {
          life.say("kept a result as late though its grant was good", List.of(call));
        }
        keptUntilSettled(life, call, fence);
        life.count("parked");
      }
      case "stale" -> {
        refused(life, call, fence, wasLost);
        life.count("refused_late");
      }
      default -> {
        if (!mayHaveEndedBefore(life, call)) {
          life.say("refused a result as if it had ended", List.of(call));
        }
        life.count("after_its_end");
      }
    }
  }

  private static void refused(DeadLife life, Operation call, long fence, boolean wasLost) {
    if (life.stored.isPresent() && !wasLost) {
      life.say("refused its holder", List.of(call));
    } else if (life.policy().equals("park")) {
      life.say("refused a late result that is to be kept", List.of(call));
    } else if (life.policy().equals("accept") && wasSurelyUnassigned(life, call, fence)) {
      life.say("refused a late result although nobody had it", List.of(call));
    }
  }

  /** Nobody can have been granted it since: one that nobody knows of would be among its causes. */
  private static boolean wasSurelyUnassigned(DeadLife life, Operation call, long fence) {
    return life.stored.isPresent()
        && life.stored.get().causes().stream()
            .allMatch(cause -> cause.fence() <= fence || life.wasGranted(cause.fence()))
        && life.all("claim")
            .noneMatch(claim -> Fences.of(claim) > fence && claim.startNanos() < call.endNanos());
  }

  /** Done or redriven; or dead, which is no reason where late results are kept. */
  private boolean mayHaveEndedBefore(DeadLife life, Operation call) {
    boolean ended =
        List.of("complete", "settle", "redrive").stream()
            .anyMatch(
                f ->
                    life.maybe(
                        f,
                        other ->
                            other.line() != call.line() && other.startNanos() < call.endNanos()));
    boolean dead =
        life.stored.isEmpty()
            || life.stored.get().charged() >= attemptsMax
            || life.stored.get().dead();
    return ended || (dead && !life.policy().equals("park"));
  }

  /** While the task is not done and not redriven it keeps what was not settled. */
  private static void keptUntilSettled(DeadLife life, Operation call, long fence) {
    if (life.stored.isPresent()
        && life.stored.get().deadLetter()
        && !life.stored.get().parked().contains(fence)
        && !life.maybe("settle", settle -> Fences.of(settle) == fence)) {
      life.say("lost a result that it had kept", List.of(call));
    }
  }

  private static void settle(DeadLife life, Operation settle) {
    long fence = Fences.of(settle);
    List<Operation> kept = life.all("complete").filter(call -> Fences.of(call) == fence).toList();
    if (TaskLife.said(settle, "ok")) {
      life.count(settle.in("accept").equals(true) ? "settled" : "dropped");
      boolean known =
          kept.stream()
              .anyMatch(
                  call ->
                      (call.unknown() || TaskLife.said(call, "parked"))
                          && call.startNanos() < settle.endNanos());
      if (!known) {
        life.say("had a result settled that it never kept", List.of(settle));
      }
      life.done("settle").stream()
          .filter(other -> other.line() < settle.line() && Fences.of(other) == fence)
          .findFirst()
          .ifPresent(other -> life.say("had one result settled twice", List.of(other, settle)));
      return;
    }
    boolean surelyKept =
        kept.stream().anyMatch(call -> TaskLife.said(call, "parked") && call.before(settle));
    boolean taken =
        List.of("complete", "settle", "redrive", "purge").stream()
            .anyMatch(f -> life.maybe(f, other -> other.startNanos() < settle.endNanos()));
    if (surelyKept && !taken) {
      life.say("does not know a result that it keeps", List.of(settle));
    }
  }
}

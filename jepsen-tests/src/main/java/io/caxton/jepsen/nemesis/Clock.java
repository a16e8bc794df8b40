package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The wall clock of running nodes jumps; their monotonic clocks go on. */
final class Clock implements Nemesis {
  /** Mostly large ones: what a small jump breaks, a large one breaks too. */
  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofHours(-1),
          Duration.ofMillis(200),
          Duration.ofMillis(-200));

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String description() {
    return "the wall clock of the leader or of any node jumps by an hour or 200 ms, either way,"
        + " and later back";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return bed.hasShims() ? Optional.empty() : Optional.of("gcc, for a clock of each node's own");
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = random.nextInt(3) < 2 ? stage.leader().get() : stage.anyAlive(random);
    Duration jump = JUMPS.get(random.nextInt(JUMPS.size()));
    jump(stage, victim, jump);
    return new Fault(
        "the wall clock of %s jumps by %d ms".formatted(stage.name(victim), jump.toMillis()),
        List.of(),
        Stage.between(1, 6, random),
        () -> jump(stage, victim, Duration.ZERO));
  }

  private static void jump(Stage stage, TestNode victim, Duration to) {
    victim.shim().jumpTo(to);
    stage.counters().add("clock-jumps");
    victim
        .raw()
        .view()
        .map(view -> view.getWallMillis() - System.currentTimeMillis() - to.toMillis())
        .filter(off -> Math.abs(off) < 150)
        .ifPresent(seen -> stage.counters().add("clock-jumps-seen"));
  }

  @Override
  public List<String> proofs() {
    return List.of("clock-jumps", "clock-jumps-seen");
  }

  @Override
  public boolean explains(String errorLine) {
    return errorLine.contains("off what the cluster goes by");
  }
}

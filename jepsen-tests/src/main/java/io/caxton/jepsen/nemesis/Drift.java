package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetNodeResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** All clocks of a node, the monotonic one too, run too fast or too slow. */
final class Drift implements Nemesis {
  /** A lease's holder stops a tenth before its end: faster than that nobody promises anything. */
  private static final double[] RATES = {0.5, 0.8, 0.95, 1.05, 1.1};

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String description() {
    return "the clocks of the leader or any node, wall and monotonic, run at x0.5 to x1.1";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return Shims.lack(bed);
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = stage.leaderOrAny(random);
    double rate = RATES[random.nextInt(RATES.length)];
    long real = System.nanoTime();
    OptionalDouble before = uptime(victim);
    victim.shim().runAt(rate);
    stage.counters().add("drifts");
    return new Fault(
        "the clocks of %s run at x%s".formatted(stage.name(victim), rate),
        List.of(),
        Stage.between(3, 8, random),
        () -> {
          OptionalDouble after = uptime(victim);
          double took = (System.nanoTime() - real) / 1e6;
          victim.shim().runAt(1);
          if (before.isPresent() && after.isPresent() && took > 1_000) {
            double seen = (after.getAsDouble() - before.getAsDouble()) / took;
            if (Math.abs(seen - rate) < 0.04) {
              stage.counters().add("drifts-seen");
            }
          }
        });
  }

  /** In milliseconds of the node's own monotonic clock. */
  private static OptionalDouble uptime(TestNode node) {
    return node.raw().view().map(GetNodeResponse::getUptimeMillis).stream()
        .mapToDouble(Long::doubleValue)
        .findFirst();
  }

  @Override
  public List<String> proofs() {
    return List.of("drifts", "drifts-seen");
  }

  @Override
  public boolean explains(String errorLine) {
    return errorLine.contains("off what the cluster goes by");
  }
}

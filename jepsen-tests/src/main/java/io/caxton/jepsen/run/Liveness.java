package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.net.Link;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * After the faults every kind of operation succeeds again soon, even while one node is still cut
 * off in one direction.
 */
final class Liveness {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final TestBed bed;
  private final Tally tally;
  private final Random random;

  Liveness(TestBed bed, Tally tally, Random random) {
    this.bed = bed;
    this.tally = tally;
    this.random = random;
  }

  /**
   * @param kinds that succeeded on the quiet cluster
   */
  Verdict check(Set<String> kinds) throws InterruptedException {
    List<Link> oneWay = oneWay();
    bed.net().cut(oneWay);
    try {
      long began = System.nanoTime();
      tally.markProgress();
      while (!tally.progress().keySet().containsAll(kinds)
          && System.nanoTime() - began < SOON.toNanos()) {
        Thread.sleep(LOOK);
      }
      return verdict(kinds, began, oneWay);
    } finally {
      bed.net().mend(oneWay);
    }
  }

  private List<Link> oneWay() {
    TestNode node = bed.nodes().get(random.nextInt(bed.nodes().size()));
    boolean deaf = random.nextBoolean();
    String host = bed.host(node);
    return bed.nodes().stream()
        .map(bed::host)
        .filter(peer -> !peer.equals(host))
        .map(peer -> deaf ? new Link(peer, host) : new Link(host, peer))
        .toList();
  }

  private Verdict verdict(Set<String> kinds, long began, List<Link> oneWay) {
    Map<String, Long> progress = tally.progress();
    List<String> stuck = new ArrayList<>();
    Map<String, Object> millis = new LinkedHashMap<>();
    for (String kind : kinds.stream().sorted().toList()) {
      Long first = progress.get(kind);
      if (first == null) {
        stuck.add(
            "no %s succeeded within %d s after the faults (cut: %s)"
                .formatted(kind, SOON.toSeconds(), oneWay));
      } else {
        millis.put(kind, (first - began) / 1_000_000);
      }
    }
    return stuck.isEmpty()
        ? Check.valid(Json.object("cut", oneWay.toString(), "millis-to-first-ok", millis))
        : Check.invalid(stuck);
  }
}

package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Lets one fault after the other begin and end, now and then two at once, drawn from the seed; each
 * kind has its turn before one comes again. Where the time is short for so many kinds, they come in
 * pairs and are shorter, so that each bites.
 */
public final class Mayhem {
  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What one fault and the time to recover from it take; less for each is crowded. */
  private static final Duration ROOM = Duration.ofSeconds(6);

  private static final Duration CROWDED_PAUSE = Duration.ofSeconds(1);

  private final List<Nemesis> mix;
  private final Stage stage;
  private final Random random;
  private final Availability availability;
  private final Consumer<Event> events;
  private final Deque<Nemesis> bag = new ArrayDeque<>();
  private final Deque<Running> running = new ArrayDeque<>();

  private record Running(Nemesis nemesis, Fault fault) {}

  public Mayhem(
      List<Nemesis> mix,
      Stage stage,
      Random random,
      Availability availability,
      Consumer<Event> events) {
    this.mix = mix;
    this.stage = stage;
    this.random = random;
    this.availability = availability;
    this.events = events;
  }

  /** Returns when the time is over and every fault has ended. */
  public void rage(Duration howLong) throws InterruptedException {
    long until = System.nanoTime() + howLong.toNanos();
    Duration share = howLong.dividedBy(mix.size());
    boolean crowded = mix.size() > 1 && share.compareTo(ROOM) < 0;
    try {
      while (until - System.nanoTime() > SHORTEST.toNanos()) {
        begin(next());
        boolean two = mix.size() > 1 && random.nextInt(4) == 0;
        if (crowded) {
          begin(next());
          hold(shorter(longestHold(), share), until);
        } else if (two) {
          Duration half = longestHold().dividedBy(2);
          hold(half, until);
          begin(next());
          hold(half, until);
        } else {
          hold(longestHold(), until);
        }
        endAll();
        awaitLeader(until);
        Duration pause = Stage.between(0.8, 3, random);
        hold(crowded ? shorter(pause, CROWDED_PAUSE) : pause, until);
        reviveHalted();
      }
    } finally {
      endAll();
    }
  }

  private Nemesis next() {
    if (bag.isEmpty()) {
      List<Nemesis> round = new ArrayList<>(mix);
      Collections.shuffle(round, random);
      bag.addAll(round);
    }
    Nemesis next =
        bag.stream().filter(nemesis -> !clashes(nemesis)).findFirst().orElseGet(bag::peek);
    bag.remove(next);
    return next;
  }

  private Duration longestHold() {
    return running.stream()
        .map(one -> one.fault().holds())
        .max(Comparator.naturalOrder())
        .orElse(SHORTEST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean clashes(Nemesis nemesis) {
    return running.stream().anyMatch(other -> clash(other.nemesis(), nemesis));
  }

  private void begin(Nemesis nemesis) {
    // Not two of a kind at once: ending the first would end the other.
    if (clashes(nemesis)) {
      bag.add(nemesis);
      return;
    }
    long before = System.nanoTime();
    try {
      Fault fault = nemesis.begin(stage, random);
      availability.lose(fault.victims());
      running.add(new Running(nemesis, fault));
      stage.counters().add("faults");
      stage.counters().add("faults-" + nemesis.name());
      events.accept(new Event(before, nemesis.name(), Event.Type.START, fault.what()));
    } catch (IllegalStateException notNow) {
      // For example the victim ended just before.
      bag.add(nemesis);
      stage.counters().add("faults-skipped");
      events.accept(Event.now(nemesis.name(), Event.Type.SEEN, "skipped: " + notNow.getMessage()));
    }
  }

  private static boolean clash(Nemesis one, Nemesis other) {
    return one.name().equals(other.name())
        || one.needsCalm()
        || other.needsCalm()
        || (one.stopsProcesses() && other.stopsProcesses());
  }

  private static void hold(Duration howLong, long until) throws InterruptedException {
    long nanos = Math.min(howLong.toNanos(), until - System.nanoTime());
    if (nanos > 0) {
      Thread.sleep(Duration.ofNanos(nanos));
    }
  }

  /** A cluster that never gets up between two faults would only be shown to lie down. */
  private void awaitLeader(long until) throws InterruptedException {
    long patience = Math.min(until, System.nanoTime() + PATIENCE.toNanos());
    while (System.nanoTime() - patience < 0 && stage.bed().cluster().leader().isEmpty()) {
      Thread.sleep(LOOK);
    }
  }

  private void endAll() {
    while (!running.isEmpty()) {
      Running last = running.removeLast();
      try {
        last.fault().end().run();
      } finally {
        availability.regain(last.fault().victims());
        events.accept(Event.now(last.nemesis().name(), Event.Type.STOP, last.fault().what()));
      }
    }
  }

  /** A node that stopped by itself, as it does in doubt, is started again by its operator. */
  public void reviveHalted() {
    for (TestNode node : List.copyOf(stage.nodes())) {
      if (!node.isAlive()) {
        stage.counters().add("halts");
        events.accept(Event.now("halt", Event.Type.SEEN, node.id() + " had stopped by itself"));
        Operator.revive(stage, node);
      }
    }
  }
}

package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All that was asked and answered about one task that may die, and what became of it. */
final class DeadLife {
  private static final int SHOWN_MAX = 8;

  final String task;

  /** All but the definitely failed ones, in the order in which they began. */
  private final List<Operation> operations = new ArrayList<>();

  private final Findings findings;

  /** Of the claims, when all are known. */
  private Map<Long, Operation> grants = Map.of();

  /** What it was submitted with: its own, or that of the one in whose place it came. */
  Optional<Operation> submit = Optional.empty();

  Optional<StoredEntry> stored = Optional.empty();

  DeadLife(String task, Findings findings) {
    this.task = task;
    this.findings = findings;
  }

  void add(Operation operation) {
    operations.add(operation);
  }

  void checkFences() {
    grants = Fences.check(all("claim").toList(), this::say);
  }

  boolean wasGranted(long fence) {
    return grants.containsKey(fence);
  }

  Stream<Operation> all(String f) {
    return operations.stream().filter(operation -> operation.is(f));
  }

  /** Those that did what they were to do. */
  List<Operation> done(String f) {
    return all(f).filter(operation -> TaskLife.said(operation, "ok")).toList();
  }

  /** Those that did it or may have. */
  Stream<Operation> maybe(String f) {
    return all(f).filter(operation -> operation.unknown() || TaskLife.said(operation, "ok"));
  }

  boolean maybe(String f, Predicate<Operation> which) {
    return maybe(f).anyMatch(which);
  }

  /** It is completed, or a result that came too late was taken. */
  List<Operation> completions() {
    return Stream.concat(
            done("complete").stream(),
            done("settle").stream().filter(settle -> settle.in("accept").equals(true)))
        .toList();
  }

  /** The fails that were told that it is dead now, or that asked for it. */
  List<Operation> deaths() {
    return all("fail").filter(fail -> TaskLife.said(fail, "dead")).toList();
  }

  boolean mayHaveBeenPurged() {
    return maybe("purge").findAny().isPresent();
  }

  boolean isPoison() {
    return submittedWith("poison").equals(true);
  }

  String policy() {
    return (String) submittedWith("late");
  }

  /** Or "". */
  String orderingKey() {
    return (String) submittedWith("ordering_key");
  }

  private Object submittedWith(String field) {
    Object value = submit.map(op -> ((Map<?, ?>) op.input()).get(field)).orElse(null);
    return value == null ? "" : value;
  }

  boolean isCompleted() {
    return stored.filter(StoredEntry::completed).isPresent();
  }

  void say(String what, List<Operation> shown) {
    StringBuilder text =
        new StringBuilder("task ").append(task).append(' ').append(what).append(':');
    shown.stream().limit(SHOWN_MAX).forEach(operation -> text.append(' ').append(operation));
    stored.ifPresent(entry -> text.append(" stored ").append(entry));
    findings.anomaly(text.toString());
  }

  /** With all that happened to it. */
  void say(String what) {
    say(what, operations);
  }

  void count(String fact) {
    findings.count(fact);
  }
}

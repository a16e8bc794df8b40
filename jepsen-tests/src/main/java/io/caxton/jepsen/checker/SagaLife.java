package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that was asked and answered about one saga. */
final class SagaLife {
  private final String saga;
  private final List<Operation> operations;
  private final Findings findings;

  /** A completion that was acknowledged. */
  private record Done(Operation operation, long step, boolean undo, long token) {}

  SagaLife(String saga, List<Operation> operations, Findings findings) {
    this.saga = saga;
    this.operations = operations;
    this.findings = findings;
  }

  void judge() {
    findings.count("sagas");
    Operation submit = operations.stream().filter(o -> o.is("submit")).findFirst().orElseThrow();
    Optional<Operation> read =
        operations.stream().filter(o -> o.is("read") && o.ok()).reduce((a, b) -> b);
    if (read.isEmpty()) {
      findings.undecided("not_read", saga);
      return;
    }
    if (read.get().output() == null) {
      if (submit.ok()) {
        say("was acknowledged and is lost", List.of(submit, read.get()));
      }
      return;
    }
    if (submit.failed()) {
      say("is there though it was refused", List.of(submit, read.get()));
    }
    List<Done> done = done();
    once(done);
    order(done);
    end(submit, read.get(), done);
  }

  private List<Done> done() {
    List<Done> done = new ArrayList<>();
    for (Operation operation : operations) {
      if (operation.is("complete") && operation.ok() && operation.out("result").equals("ok")) {
        done.add(
            new Done(
                operation,
                (Long) operation.in("step"),
                (Boolean) operation.in("undo"),
                (Long) operation.in("token")));
      }
    }
    done.sort(Comparator.comparingLong(Done::token));
    return done;
  }

  private void once(List<Done> done) {
    for (int i = 0; i < done.size(); i++) {
      for (int j = i + 1; j < done.size(); j++) {
        if (done.get(i).step() == done.get(j).step() && done.get(i).undo() == done.get(j).undo()) {
          say(
              done.get(i).undo() ? "undid a step twice" : "did a step twice",
              List.of(done.get(i).operation(), done.get(j).operation()));
        }
      }
    }
  }

  /** By fences, which rise with the log: forward by rising steps, then back by falling ones. */
  private void order(List<Done> done) {
    for (int i = 0; i + 1 < done.size(); i++) {
      Done first = done.get(i);
      Done next = done.get(i + 1);
      boolean right =
          first.undo()
              ? next.undo() && next.step() < first.step()
              : next.undo() ? next.step() <= first.step() : next.step() > first.step();
      if (!right) {
        say("went on in the wrong order", List.of(first.operation(), next.operation()));
      }
      if (next.operation().before(first.operation())) {
        say("has a lower fence later", List.of(next.operation(), first.operation()));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void end(Operation submit, Operation read, List<Done> done) {
    String state = (String) read.out("state");
    List<Map<String, Object>> steps = (List<Map<String, Object>>) read.out("steps");
    List<Object> undoable = (List<Object>) submit.in("undoable");
    List<Operation> shown = List.of(submit, read);
    if (!List.of("COMPLETED", "FAILED", "CANCELLED").contains(state)) {
      say("never ends", shown);
      return;
    }
    findings.count(state);
    boolean stopped = false;
    long lastUndo = Long.MAX_VALUE;
    long lastDo = 0;
    for (int i = 0; i < steps.size(); i++) {
      String step = (String) steps.get(i).get("state");
      long token = (Long) steps.get(i).get("token");
      long undoToken = (Long) steps.get(i).get("undo_token");
      acknowledged(done, i + 1, token, undoToken, read);
      if (List.of("COMPLETED", "COMPENSATED").contains(step)) {
        somebody(i + 1, false, token, shown);
      }
      switch (step) {
        case "COMPLETED" -> {
          if (stopped) {
            say("went on after it stopped", shown);
          }
          if (!state.equals("COMPLETED") && undoable.get(i).equals(true)) {
            say("left a step undone", shown);
          }
        }
        case "COMPENSATED" -> {
          findings.count("undone");
          somebody(i + 1, true, undoToken, shown);
          if (stopped || state.equals("COMPLETED") || undoable.get(i).equals(false)) {
            say("undid what is not to be undone", shown);
          }
          if (undoToken >= lastUndo || undoToken <= token) {
            say("undid in the wrong order", shown);
          }
          lastUndo = undoToken;
        }
        case "FAILED", "CANCELLED" -> {
          if (stopped || state.equals("COMPLETED")) {
            say("went on after it stopped", shown);
          }
          stopped = true;
        }
        case "WAITING" -> {
          if (!stopped) {
            say("ended before its last step", shown);
          }
        }
        default -> say("ended with a step that has not", shown);
      }
      if (token != 0) {
        if (token <= lastDo) {
          say("did its steps in the wrong order", shown);
        }
        lastDo = token;
      }
    }
    if (!stopped && !state.equals("COMPLETED")) {
      say("was undone for nothing", shown);
    }
  }

  /** What was acknowledged is what is stored. */
  private void acknowledged(List<Done> done, int step, long token, long undoToken, Operation read) {
    for (Done one : done) {
      if (one.step() == step && one.token() != (one.undo() ? undoToken : token)) {
        say("stores another fence than was acknowledged", List.of(one.operation(), read));
      }
    }
  }

  /** What is stored as done under this token somebody completed, or does not know. */
  private void somebody(int step, boolean undo, long token, List<Operation> shown) {
    boolean done =
        operations.stream()
            .filter(o -> o.is("complete") && o.in("step").equals((long) step))
            .filter(o -> o.in("undo").equals(undo) && o.in("token").equals(token))
            .anyMatch(o -> o.unknown() || (o.ok() && o.out("result").equals("ok")));
    if (!done) {
      say((undo ? "undid step " : "did step ") + step + " though nobody completed it", shown);
    }
  }

  private void say(String what, List<Operation> shown) {
    StringBuilder text =
        new StringBuilder("saga ").append(saga).append(' ').append(what).append(':');
    shown.forEach(operation -> text.append(' ').append(operation));
    findings.anomaly(text.toString());
  }
}

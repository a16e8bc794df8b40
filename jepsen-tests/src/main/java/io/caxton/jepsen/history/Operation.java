package io.caxton.jepsen.history;

import io.caxton.jepsen.history.Op.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call with its answer.
 *
 * @param line of the history, from 1, where it begins
 * @param completion empty if none was recorded, which is the same as unknown
 */
public record Operation(int line, Op invocation, Optional<Op> completion) {

  /** All operations in the order in which they began. */
  public static List<Operation> of(List<Op> history) {
    Map<Integer, Integer> open = new HashMap<>();
    Map<Integer, Op> ends = new HashMap<>();
    List<Integer> begun = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Op op = history.get(i);
      if (op.type() == Type.INVOKE) {
        open.put(op.process(), i);
        begun.add(i);
      } else {
        Integer begin = open.remove(op.process());
        if (begin == null) {
          throw new IllegalArgumentException(
              "line " + (i + 1) + ": process " + op.process() + " ends what it has not begun");
        }
        ends.put(begin, op);
      }
    }
    return begun.stream()
        .map(i -> new Operation(i + 1, history.get(i), Optional.ofNullable(ends.get(i))))
        .toList();
  }

  /** The same, by key; operations without one are under "". */
  public static Map<String, List<Operation>> byKey(List<Op> history) {
    Map<String, List<Operation>> keys = new TreeMap<>();
    for (Operation operation : of(history)) {
      keys.computeIfAbsent(operation.key(), k -> new ArrayList<>()).add(operation);
    }
    return keys;
  }

  public int process() {
    return invocation.process();
  }

  public String f() {
    return invocation.f();
  }

  public String key() {
    return invocation.key() == null ? "" : invocation.key();
  }

  public boolean is(String name) {
    return invocation.f().equals(name);
  }

  public boolean ok() {
    return completion.isPresent() && completion.get().type() == Type.OK;
  }

  public boolean failed() {
    return completion.isPresent() && completion.get().type() == Type.FAIL;
  }

  public boolean unknown() {
    return !ok() && !failed();
  }

  public Object input() {
    return invocation.value();
  }

  /** Of an operation that is ok. */
  public Object output() {
    return completion.orElseThrow().value();
  }

  /** A field of the input. */
  public Object in(String field) {
    return field(invocation.value(), field);
  }

  /** A field of the output of an operation that is ok. */
  public Object out(String field) {
    return field(output(), field);
  }

  private Object field(Object value, String field) {
    if (value instanceof Map<?, ?> map && map.get(field) != null) {
      return map.get(field);
    }
    throw new IllegalArgumentException(this + " has no " + field);
  }

  public long startNanos() {
    return invocation.timeNanos();
  }

  /** When its answer came; for ever later if its outcome is unknown. */
  public long endNanos() {
    return unknown() ? Long.MAX_VALUE : completion.orElseThrow().timeNanos();
  }

  /** Surely over before the other began. */
  public boolean before(Operation other) {
    return endNanos() < other.startNanos();
  }

  /** An ordered map of a history's values, in which all numbers are long. */
  public static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object value = keysAndValues[i + 1];
      map.put(
          (String) keysAndValues[i],
          value instanceof Integer number ? (Object) number.longValue() : value);
    }
    return map;
  }

  /** With the line where it begins, by which people and reports find it. */
  @Override
  public String toString() {
    String what = "#" + line + " p" + process() + " " + f();
    String asked = input() == null ? "" : " " + brief(input());
    String said = ok() ? " -> " + brief(output()) : failed() ? " failed" : " (unknown)";
    return "[" + what + asked + said + "]";
  }

  private static String brief(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 120 ? text : text.substring(0, 117) + "...";
  }
}

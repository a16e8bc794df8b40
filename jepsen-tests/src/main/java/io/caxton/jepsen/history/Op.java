package io.caxton.jepsen.history;

import java.util.Optional;

/**
 * One line of a history: a process begins an operation, or learns how it ended.
 *
 * @param process who; after an {@link Type#INFO} never used again
 * @param f the operation's name, such as read or claim
 * @param key what the check is partitioned by
 * @param value null, a Long, a String, a Boolean, or a List or Map (string keys) of such
 * @param timeNanos of this JVM's monotonic clock
 * @param error why it failed or is unknown
 */
public record Op(
    int process,
    Type type,
    String f,
    String key,
    Object value,
    long timeNanos,
    Optional<String> error) {

  /** How far an operation is. */
  public enum Type {
    INVOKE,
    OK,
    /** It surely did not happen, and never will. */
    FAIL,
    /** Nobody knows: it may have happened, or happen yet. */
    INFO
  }

  public static Op invoke(int process, String f, String key, Object value) {
    return new Op(process, Type.INVOKE, f, key, value, System.nanoTime(), Optional.empty());
  }

  /** Its answer, now. */
  public Op ok(Object answer) {
    return new Op(process, Type.OK, f, key, answer, System.nanoTime(), Optional.empty());
  }

  /** Refused, now. */
  public Op fail(String why) {
    return new Op(process, Type.FAIL, f, key, value, System.nanoTime(), Optional.of(why));
  }

  /** Unknown, now. */
  public Op info(String why) {
    return new Op(process, Type.INFO, f, key, value, System.nanoTime(), Optional.of(why));
  }
}

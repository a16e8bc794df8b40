package io.caxton.state.core;

import com.google.protobuf.WireFormat;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the few fields of a stored task by which it is indexed and counted, without making the
 * message: a start looks at a million of them. One thread; good until the next {@link #at}.
 */
public final class TaskGlance {
  private byte[] bytes = {};
  private int next;
  private int queueFrom;
  private int queueTo;
  private int state;
  private int priority;
  private long order;
  private long submittedWallMillis;
  private boolean plain;
  private String lastQueue = "";
  private byte[] lastQueueBytes = {};

  /** Looks at one task's bytes, as its message writes them. */
  public TaskGlance at(byte[] array, int from, int length) {
    bytes = array;
    next = from;
    queueFrom = 0;
    queueTo = 0;
    state = 0;
    priority = 0;
    order = 0;
    submittedWallMillis = 0;
    plain = true;
    int end = from + length;
    while (next < end) {
      field((int) varint());
    }
    if (next != end) {
      throw new IllegalStateException("not a task");
    }
    return this;
  }

  private void field(int tag) {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Task.QUEUE_FIELD_NUMBER -> {
        int length = (int) varint();
        queueFrom = next;
        next += length;
        queueTo = next;
      }
      case Task.STATE_FIELD_NUMBER -> state = (int) varint();
      case Task.PRIORITY_FIELD_NUMBER -> priority = (int) varint();
      case Task.ORDER_FIELD_NUMBER -> order = varint();
      case Task.SUBMITTED_WALL_MILLIS_FIELD_NUMBER -> submittedWallMillis = varint();
      case Task.NOT_BEFORE_TICK_FIELD_NUMBER,
          Task.DEADLINE_WALL_MILLIS_FIELD_NUMBER,
          Task.START_BY_TICK_FIELD_NUMBER,
          Task.END_BY_TICK_FIELD_NUMBER,
          Task.LATE_RESULTS_FIELD_NUMBER ->
          plain &= varint() == 0;
      case Task.ORDERING_KEY_FIELD_NUMBER, Task.CAPABILITY_FIELD_NUMBER -> {
        plain = false;
        skip(tag);
      }
      default -> skip(tag);
    }
  }

  private void skip(int tag) {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> varint();
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = (int) varint();
        next += length;
      }
      case WireFormat.WIRETYPE_FIXED64 -> next += Long.BYTES;
      case WireFormat.WIRETYPE_FIXED32 -> next += Integer.BYTES;
      default -> throw new IllegalStateException("not a field of a task: " + tag);
    }
  }

  private long varint() {
    long value = bytes[next++];
    if (value >= 0) {
      return value;
    }
    value &= 0x7F;
    for (int shift = 7; ; shift += 7) {
      byte part = bytes[next++];
      value |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  /**
   * Nothing of it but its place in its queue is in an index: pending, ready, without deadline or
   * key.
   */
  public boolean isPlainReady() {
    return plain && state == TaskState.TASK_STATE_PENDING_VALUE;
  }

  public int stateNumber() {
    return state;
  }

  int priority() {
    return priority;
  }

  long order() {
    return order;
  }

  public long submittedWallMillis() {
    return submittedWallMillis;
  }

  /** The same object as for the task before, if it is the same queue. */
  public String queue() {
    if (!Arrays.equals(bytes, queueFrom, queueTo, lastQueueBytes, 0, lastQueueBytes.length)) {
      lastQueueBytes = Arrays.copyOfRange(bytes, queueFrom, queueTo);
      lastQueue = new String(lastQueueBytes, StandardCharsets.UTF_8);
    }
    return lastQueue;
  }
}

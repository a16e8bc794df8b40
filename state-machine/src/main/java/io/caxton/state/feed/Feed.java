package io.caxton.state.feed;

import com.google.protobuf.MessageLite;
import io.caxton.v1.Agent;
import io.caxton.v1.Change;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Conversation;
import io.caxton.v1.Journal;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaStep;
import io.caxton.v1.Schedule;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest changes of all nouns, in order. Renewals and extensions are not among them.
 *
 * <p>One writer, the apply thread; any number of readers, which never lock it. Readers see the
 * changes of a record's commands at once, after the whole record was applied. After a restore it
 * begins at the position of the snapshot.
 */
public final class Feed {
  private static final int RESOURCE_BYTES = 256;

  private final AtomicReferenceArray<FeedChange> ring;
  private final int mask;
  private final int changesMax;
  private final long bytesMax;

  // The writer's own; of each kept change what its dropping needs, so that it is not looked at.
  private final long[] positions;
  private final int[] sizes;
  private long position;
  private long nextSerial;
  private long firstSerial;
  private long bytes;

  // Every change of a position above compactedTo is in the ring, up to publishedPosition.
  private final AtomicLong compactedTo = new AtomicLong();
  private final AtomicLong publishedFirst = new AtomicLong();
  private final AtomicLong publishedEnd = new AtomicLong();
  private final AtomicLong publishedPosition = new AtomicLong();

  public Feed(int changesMax, long bytesMax) {
    int length = Integer.highestOneBit(Math.max(2, changesMax) * 2 - 1);
    this.ring = new AtomicReferenceArray<>(length);
    this.mask = length - 1;
    this.positions = new long[length];
    this.sizes = new int[length];
    this.changesMax = changesMax;
    this.bytesMax = bytesMax;
  }

  /** Begins anew at a restored position. Writer. */
  public void restart(long restoredPosition) {
    while (firstSerial < nextSerial) {
      dropFirst();
    }
    position = restoredPosition;
    compactedTo.setRelease(restoredPosition);
    publish();
  }

  /** What follows belongs to the command of this position. Writer. */
  public void begin(long commandPosition) {
    position = commandPosition;
  }

  /** The resource was put. Writer. */
  public void add(String fleet, MessageLite resource) {
    add(new FeedChange(nextSerial, position, fleet, false, resource));
  }

  /** The resource was removed; it was as given. Writer. */
  public void addRemoved(String fleet, MessageLite resource) {
    add(new FeedChange(nextSerial, position, fleet, true, resource));
  }

  private void add(FeedChange change) {
    while (nextSerial - firstSerial >= changesMax
        || (bytes > bytesMax && nextSerial > firstSerial)) {
      dropFirst();
    }
    int slot = (int) nextSerial & mask;
    positions[slot] = change.position();
    sizes[slot] = bytesOf(change);
    bytes += sizes[slot];
    ring.setRelease(slot, change);
    nextSerial++;
  }

  private void dropFirst() {
    int slot = (int) firstSerial & mask;
    // Before the slot changes: who finds it changed must find this raised.
    compactedTo.setRelease(positions[slot]);
    publishedFirst.setRelease(++firstSerial);
    bytes -= sizes[slot];
    ring.setRelease(slot, null);
  }

  private static int bytesOf(FeedChange change) {
    return switch (change.resource()) {
      case Task task -> RESOURCE_BYTES + task.getPayload().size() + task.getResult().size();
      // Rows of one conversation share the names of their participants.
      case Conversation conversation ->
          RESOURCE_BYTES * 2 + 8 * conversation.getParticipantsCount();
      case Schedule schedule -> RESOURCE_BYTES * 4 + schedule.getTask().getPayload().size();
      case Saga saga -> RESOURCE_BYTES * 4 + saga.getSerializedSize();
      default -> RESOURCE_BYTES * 4;
    };
  }

  /** Shows readers all commands up to the current one. Writer. */
  public void publish() {
    publishedEnd.setRelease(nextSerial);
    publishedPosition.setRelease(position);
  }

  /** All changes up to here can be read. Any thread. */
  public long publishedPosition() {
    return publishedPosition.getAcquire();
  }

  /**
   * The changes above {@code fromPosition}. Stops at about {@code changesMax} of them, but never
   * within a command. Any thread.
   */
  public FeedRead read(long fromPosition, int changesMax) {
    // In this order: the end may be of a later moment than the position, never of an earlier one.
    long upTo = publishedPosition.getAcquire();
    long end = publishedEnd.getAcquire();
    long first = publishedFirst.getAcquire();
    if (fromPosition < compactedTo.getAcquire()) {
      return compacted();
    }
    List<FeedChange> changes = new ArrayList<>();
    for (long serial = lowestAbove(fromPosition, first, end); serial < end; serial++) {
      FeedChange change = ring.getAcquire((int) serial & mask);
      if (change == null || change.serial() != serial) {
        return compacted();
      }
      if (change.position() > upTo) {
        break;
      }
      if (change.position() <= fromPosition) {
        continue;
      }
      int size = changes.size();
      if (size >= changesMax && changes.get(size - 1).position() != change.position()) {
        upTo = changes.get(size - 1).position();
        break;
      }
      changes.add(change);
    }
    // Dropped while we read: what was skipped by the search may have been above fromPosition.
    return fromPosition < compactedTo.getAcquire()
        ? compacted()
        : new FeedRead.Batch(changes, Math.max(upTo, fromPosition));
  }

  private FeedRead compacted() {
    return new FeedRead.Compacted(compactedTo.getAcquire() + 1);
  }

  private long lowestAbove(long fromPosition, long first, long end) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      FeedChange change = ring.getAcquire((int) middle & mask);
      // One that was dropped or overwritten meanwhile was low; the caller finds out.
      if (change == null || change.serial() != middle || change.position() <= fromPosition) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** As watches send it: tasks without payload and result. */
  public static Change toChange(FeedChange kept) {
    Change.Builder change =
        Change.newBuilder()
            .setPosition(kept.position())
            .setKind(kept.removed() ? Change.Kind.KIND_REMOVED : Change.Kind.KIND_PUT);
    return switch (kept.resource()) {
      case Agent agent -> change.setAgent(agent).build();
      case Route route -> change.setRoute(route).build();
      case Journal journal -> change.setJournal(journal).build();
      case Checkpoint checkpoint -> change.setCheckpoint(checkpoint).build();
      case Task task -> change.setTask(strip(task)).build();
      case Conversation conversation -> change.setConversation(conversation).build();
      case Schedule schedule -> change.setSchedule(strip(schedule)).build();
      case Saga saga -> change.setSaga(strip(saga)).build();
      default ->
          throw new IllegalStateException("not a noun of the feed: " + kept.resource().getClass());
    };
  }

  /** The schedule without its task's payload. */
  public static Schedule strip(Schedule schedule) {
    return schedule.getTask().getPayload().isEmpty()
        ? schedule
        : schedule.toBuilder().setTask(schedule.getTask().toBuilder().clearPayload()).build();
  }

  /** The task without payload and results, and the compensation it may need without its payload. */
  public static Task strip(Task task) {
    if (task.getPayload().isEmpty()
        && task.getResult().isEmpty()
        && task.getParkedCount() == 0
        && !task.hasCompensation()) {
      return task;
    }
    Task.Builder stripped = task.toBuilder().clearPayload().clearResult();
    stripped.getParkedBuilderList().forEach(ParkedResult.Builder::clearResult);
    if (task.hasCompensation()) {
      stripped.getCompensationBuilder().clearPayload();
    }
    return stripped.build();
  }

  /** The saga without payloads. */
  public static Saga strip(Saga saga) {
    Saga.Builder stripped = saga.toBuilder();
    for (SagaStep.Builder step : stripped.getStepsBuilderList()) {
      step.getTaskBuilder().clearPayload();
      if (step.hasCompensation()) {
        step.getCompensationBuilder().clearPayload();
      }
    }
    return stripped.build();
  }
}

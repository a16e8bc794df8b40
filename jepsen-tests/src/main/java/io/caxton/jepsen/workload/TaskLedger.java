package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What the cluster acknowledged, and what it left unknown. Thread-safe. */
public final class TaskLedger {
  /** A completion that was acknowledged. */
  public record Completed(long fence, ByteString result) {}

  private final Set<String> submitted = ConcurrentHashMap.newKeySet();
  private final Set<String> submitUnknown = ConcurrentHashMap.newKeySet();
  private final AtomicLong madeUnknown = new AtomicLong();
  private final Map<String, List<Long>> fences = new ConcurrentHashMap<>();
  private final Map<String, List<Completed>> completed = new ConcurrentHashMap<>();
  private final Map<String, List<Completed>> completeUnknown = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  /** A submit was acknowledged; an id that the server made must be new. */
  void submitted(String id) {
    if (!submitted.add(id)) {
      fault("id " + id + " was given to two submits");
    }
  }

  void submitUnknown(String id) {
    submitUnknown.add(id);
  }

  /** A submit that left the id to the server. */
  void madeUnknown() {
    madeUnknown.incrementAndGet();
  }

  void granted(String id, long fence) {
    List<Long> before = fences.computeIfAbsent(id, x -> new CopyOnWriteArrayList<>());
    if (!before.isEmpty() && before.getLast() >= fence) {
      fault("task " + id + ": fence " + fence + " was granted after " + before);
    }
    before.add(fence);
  }

  void completed(String id, long fence, ByteString result) {
    completed
        .computeIfAbsent(id, x -> new CopyOnWriteArrayList<>())
        .add(new Completed(fence, result));
  }

  void completeUnknown(String id, long fence, ByteString result) {
    completeUnknown
        .computeIfAbsent(id, x -> new CopyOnWriteArrayList<>())
        .add(new Completed(fence, result));
  }

  /** A call that surely had no effect. */
  void refused() {
    refused.incrementAndGet();
  }

  /** Something that no run may see. */
  void fault(String what) {
    faults.add(what);
  }

  public Set<String> submitted() {
    return submitted;
  }

  public Set<String> submitUnknown() {
    return submitUnknown;
  }

  public long madeUnknownCount() {
    return madeUnknown.get();
  }

  public Map<String, List<Long>> fences() {
    return fences;
  }

  public Map<String, List<Completed>> completed() {
    return completed;
  }

  public Map<String, List<Completed>> completeUnknown() {
    return completeUnknown;
  }

  public List<String> faults() {
    return faults;
  }

  public long unknownCount() {
    return submitUnknown.size()
        + madeUnknown.get()
        + completeUnknown.values().stream().mapToLong(List::size).sum();
  }

  @Override
  public String toString() {
    return submitted.size()
        + " submitted, "
        + completed.size()
        + " completed, "
        + unknownCount()
        + " unknown, "
        + refused.get()
        + " refused";
  }
}

package io.caxton.client.fake;

import com.google.protobuf.ByteString;
import io.caxton.v1.Call;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.Grant;
import io.caxton.v1.Message;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What the fake nodes share, as if it were replicated. Guarded by itself. */
public final class FakeState {
  private record Stored(
      com.google.protobuf.Message content, com.google.protobuf.Message response) {}

  private final Map<Long, Map<Long, Stored>> sessions = new HashMap<>();
  final Map<String, Task.Builder> tasks = new LinkedHashMap<>();
  final Map<String, Long> epochs = new HashMap<>();
  final Deque<String> ready = new ArrayDeque<>();
  final Map<String, List<Event>> journals = new ConcurrentHashMap<>();
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final Set<Long> acked = ConcurrentHashMap.newKeySet();
  volatile ByteString upload = ByteString.EMPTY;
  volatile int chunks;
  volatile Checkpoint checkpoint = Checkpoint.getDefaultInstance();
  final Set<Long> damaged = ConcurrentHashMap.newKeySet();
  final List<Message> sent = new CopyOnWriteArrayList<>();
  final List<Long> reported = new CopyOnWriteArrayList<>();
  final List<Long> skipped = new CopyOnWriteArrayList<>();
  final List<CommitRecoveryRequest> recoveries = new CopyOnWriteArrayList<>();
  volatile OptionalLong carefulAfter = OptionalLong.empty();
  volatile long carefulStride = 1;
  private final List<Call> calls = new ArrayList<>();
  private long lastSession = 100;
  private long position;
  private int executions;

  public synchronized long openSession() {
    position++;
    sessions.put(++lastSession, new HashMap<>());
    return lastSession;
  }

  public synchronized void forgetSessions() {
    sessions.clear();
  }

  public synchronized void closeSession(long id) {
    sessions.remove(id);
  }

  public synchronized int sessionsOpen() {
    return sessions.size();
  }

  /** Executes once: the same call again gives the same response. */
  @SuppressWarnings("unchecked")
  synchronized <R extends com.google.protobuf.Message> R once(
      Call call, com.google.protobuf.Message content, Function<Long, R> work) {
    Map<Long, Stored> outcomes = sessions.get(call.getSessionId());
    if (outcomes == null) {
      throw FakeErrors.of(ErrorReason.SESSION_EXPIRED);
    }
    calls.add(call);
    Stored stored = outcomes.get(call.getSequence());
    if (stored != null) {
      if (!stored.content.equals(content)) {
        throw FakeErrors.of(ErrorReason.IDEMPOTENCY_MISMATCH);
      }
      return (R) stored.response;
    }
    outcomes.keySet().removeIf(sequence -> sequence < call.getFirstOpen());
    executions++;
    R response = work.apply(++position);
    outcomes.put(call.getSequence(), new Stored(content, response));
    return response;
  }

  /** How many calls were executed, repeats not counted. */
  public synchronized int executions() {
    return executions;
  }

  /** Every call that reached the dedup gate, repeats included. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public synchronized long position() {
    return position;
  }

  public synchronized Optional<Task> task(String id) {
    return Optional.ofNullable(tasks.get(id)).map(Task.Builder::build);
  }

  public synchronized int taskCount() {
    return tasks.size();
  }

  synchronized List<Grant> grant(String agentId, long epoch, int atMost, int leaseMillis) {
    List<Grant> grants = new ArrayList<>();
    position++; // One claim, one position: its grants share the fence.
    while (grants.size() < atMost && !ready.isEmpty()) {
      Task.Builder task = tasks.get(ready.poll());
      if (task.getState() != TaskState.TASK_STATE_PENDING) {
        continue;
      }
      task.setState(TaskState.TASK_STATE_RUNNING)
          .setFence(position)
          .setAgentId(agentId)
          .setAgentEpoch(epoch)
          .setLeaseMillis(leaseMillis == 0 ? 30_000 : leaseMillis)
          .setAttempt(task.getAttempt() + 1);
      grants.add(grantOf(task));
    }
    return grants;
  }

  static Grant grantOf(Task.Builder task) {
    return Grant.newBuilder()
        .setTaskId(task.getId())
        .setFence(task.getFence())
        .setAttempt(task.getAttempt())
        .setLeaseMillis(task.getLeaseMillis())
        .setQueue(task.getQueue())
        .setPayload(task.getPayload())
        .build();
  }

  /** Takes the grant away from its agent and gives the task back to its queue. */
  public synchronized void endLease(String taskId) {
    Task.Builder task = tasks.get(taskId);
    task.setState(TaskState.TASK_STATE_PENDING).setFence(0);
    ready.add(taskId);
  }

  /** Flips a bit of the saved checkpoint. */
  public void damageCheckpoint() {
    byte[] bytes = upload.toByteArray();
    bytes[bytes.length / 2] ^= 1;
    upload = ByteString.copyFrom(bytes);
  }

  /** As if an agent with this id had appended an event. */
  public synchronized void append(String agentId, String partitionKey, String body) {
    List<Event> events = journals.computeIfAbsent(agentId, id -> new ArrayList<>());
    events.add(
        Event.newBuilder()
            .setSeq(events.size() + 1)
            .setPartitionKey(partitionKey)
            .setBody(ByteString.copyFromUtf8(body))
            .build());
  }

  public synchronized List<String> events(String agentId) {
    return journals.getOrDefault(agentId, List.of()).stream()
        .map(event -> event.getBody().toStringUtf8())
        .toList();
  }

  /** What agents sent in commits. */
  public List<Message> sent() {
    return List.copyOf(sent);
  }

  public Set<Long> acked() {
    return Set.copyOf(acked);
  }

  /** The next recoveries have to report every so many events above this one. */
  public void carefulAfter(long seq, long stride) {
    carefulStride = stride;
    carefulAfter = OptionalLong.of(seq);
  }

  public List<Long> reported() {
    return List.copyOf(reported);
  }

  /** Left out of recoveries from now on. */
  public void skip(long seq) {
    skipped.add(seq);
  }

  public List<CommitRecoveryRequest> recoveries() {
    return List.copyOf(recoveries);
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Named as damaged by recoveries. */
  public Set<Long> damaged() {
    return Set.copyOf(damaged);
  }

  /** As if another instance of the agent registered. */
  public synchronized void takeOver(String agentId) {
    epochs.merge(agentId, 1L, Long::sum);
  }

  Optional<Refusal> refuseEpoch(String agentId, long epoch) {
    return epochs.getOrDefault(agentId, 0L) == epoch
        ? Optional.empty()
        : Optional.of(refusal(ErrorReason.STALE_EPOCH));
  }

  Optional<Refusal> refuseFence(String taskId, long fence) {
    Task.Builder task = tasks.get(taskId);
    if (task == null) {
      return Optional.of(refusal(ErrorReason.NOT_FOUND));
    }
    if (task.getState() == TaskState.TASK_STATE_COMPLETED) {
      return Optional.of(refusal(ErrorReason.TASK_FINISHED));
    }
    return task.getState() == TaskState.TASK_STATE_RUNNING && task.getFence() == fence
        ? Optional.empty()
        : Optional.of(refusal(ErrorReason.LEASE_LOST));
  }

  static Refusal refusal(ErrorReason reason) {
    return Refusal.newBuilder().setReason(reason).setMessage("fake " + reason).build();
  }
}

package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.SagaState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Submits tasks and sagas, cancels some sagas, and keeps what was acknowledged. */
final class WorkLoad implements HavocLoad, WorkAsked {
  private static final int CANCEL_MILLIS_MAX = 1_500;

  private final CaxtonClient client;
  private final WorkOrders orders = new WorkOrders();

  // Used by whoever sends, one at a time.
  private final List<CompletableFuture<?>> sent = new ArrayList<>();
  private int number;

  private final Set<String> tasks = ConcurrentHashMap.newKeySet();

  /** How each saga may end. */
  private final Map<String, Set<SagaState>> sagas = new ConcurrentHashMap<>();

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  WorkLoad(CaxtonClient client) {
    this.client = client;
    WorkOrders.queues()
        .map(queue -> client.queues().put(queue))
        .toList()
        .forEach(CaxtonException::join);
  }

  @Override
  public void sendNext(Random random) {
    number++;
    sent.removeIf(CompletableFuture::isDone);
    boolean saga = random.nextInt(5) == 0;
    String id = (saga ? "saga-" : "task-") + number;
    sent.add(
        (saga ? sendSaga(random, id) : sendTask(random, id))
            .exceptionally(failure -> fault(id + " could not be submitted", failure)));
  }

  private CompletableFuture<Void> sendTask(Random random, String id) {
    return client.tasks().submit(orders.task(random, id)).thenAccept(submitted -> tasks.add(id));
  }

  private CompletableFuture<Void> sendSaga(Random random, String id) {
    boolean fails = random.nextInt(4) == 0;
    SagaState end = fails ? SagaState.SAGA_STATE_FAILED : SagaState.SAGA_STATE_COMPLETED;
    int cancelMillis = random.nextInt(5) == 0 ? 1 + random.nextInt(CANCEL_MILLIS_MAX) : 0;
    return client
        .sagas()
        .submit(orders.saga(random, id, fails))
        .thenAccept(submitted -> sagas.put(id, Set.of(end)))
        .thenCompose(
            begun ->
                cancelMillis == 0
                    ? CompletableFuture.completedFuture(null)
                    : cancel(id, end, cancelMillis));
  }

  /** Log order decides between the cancel and what the last step does. */
  private CompletableFuture<Void> cancel(String id, SagaState otherwise, int afterMillis) {
    Supplier<CompletableFuture<SagaState>> call = () -> client.sagas().cancel(id);
    return CompletableFuture.supplyAsync(
            call, CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS))
        .thenCompose(cancelled -> cancelled)
        .thenAccept(state -> sagas.put(id, endsAfterCancel(otherwise)))
        .exceptionally(
            failure -> hadEnded(failure) ? null : fault(id + " could not be cancelled", failure));
  }

  /** The cancel may have come when it was undone already. */
  private static Set<SagaState> endsAfterCancel(SagaState otherwise) {
    return otherwise == SagaState.SAGA_STATE_FAILED
        ? Set.of(SagaState.SAGA_STATE_FAILED, SagaState.SAGA_STATE_CANCELLED)
        : Set.of(SagaState.SAGA_STATE_CANCELLED);
  }

  private static boolean hadEnded(Throwable failure) {
    Throwable cause = failure.getCause() instanceof CaxtonException inner ? inner : failure;
    return cause instanceof CaxtonException refusal
        && refusal.reason() == ErrorReason.SAGA_FINISHED;
  }

  private Void fault(String text, Throwable failure) {
    faults.add(text + ": " + failure);
    return null;
  }

  @Override
  public void settle() {
    sent.forEach(CompletableFuture::join);
  }

  @Override
  public long acknowledged() {
    return (long) tasks.size() + sagas.size();
  }

  @Override
  public Set<String> tasks() {
    return Set.copyOf(tasks);
  }

  @Override
  public Map<String, Set<SagaState>> sagas() {
    return Map.copyOf(sagas);
  }

  @Override
  public Optional<ByteString> payload(String taskId) {
    return orders.payload(taskId);
  }

  /** What was not acknowledged: the run shows nothing of it. */
  Iterable<String> faults() {
    return faults;
  }
}

package io.caxton.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call whose reader does what a test says. */
final class FakeCall<R> extends ServerCallStreamObserver<R> {
  final List<R> sent = new CopyOnWriteArrayList<>();
  volatile boolean completed;
  volatile Throwable error;
  private int room;
  private volatile boolean cancelled;
  private Runnable onReady = () -> {};
  private Runnable onCancel = () -> {};

  /** The reader takes so many more messages. */
  synchronized void take(int messages) {
    room += messages;
    onReady.run();
  }

  void cancel() {
    cancelled = true;
    onCancel.run();
  }

  @Override
  public synchronized boolean isReady() {
    return room > 0;
  }

  @Override
  public synchronized void onNext(R value) {
    room = room - 1;
    sent.add(value);
  }

  @Override
  public void onError(Throwable thrown) {
    error = thrown;
  }

  @Override
  public void onCompleted() {
    completed = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void setOnReadyThreshold(int bytes) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void disableAutoInboundFlowControl() {}
}

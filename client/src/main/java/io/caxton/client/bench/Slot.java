package io.caxton.client.bench;

/** One library call that is sent again and again; made once, so that sending allocates nothing. */
abstract class Slot {
  private final Loop loop;
  private long sinceNanos;

  Slot(Loop loop) {
    this.loop = loop;
  }

  /** Sends the call; its end is told by {@link #answered} or {@link #failed}. */
  abstract void send();

  final void send(long dueNanos) {
    sinceNanos = dueNanos;
    send();
  }

  /** So many items of the call are answered; it is not over yet. */
  final void partlyAnswered(int items) {
    loop.meter().answered(sinceNanos, items);
  }

  final void over() {
    loop.free(this);
  }

  final void answered(int items) {
    partlyAnswered(items);
    over();
  }

  final void failed(int items, Throwable failure) {
    loop.meter().failed(items, failure);
    loop.freeLater(this);
  }

  /** It is not known whether something of the call still comes: the slot is not used again. */
  final void abandoned(int items, Throwable failure) {
    loop.meter().failed(items, failure);
    loop.lost();
  }
}

package io.caxton.client.bench;

import java.util.function.Function;

/** Each call is followed by the next one as soon as it is answered. */
final class ClosedLoop extends Loop {
  ClosedLoop(int slots) {
    super(slots);
  }

  @Override
  void start(Function<Loop, Slot> newSlot) {
    for (int i = 0; i < slots(); i++) {
      newSlot.apply(this).send(System.nanoTime());
    }
  }

  @Override
  void free(Slot slot) {
    if (stopping()) {
      lost();
    } else {
      slot.send(System.nanoTime());
    }
  }
}

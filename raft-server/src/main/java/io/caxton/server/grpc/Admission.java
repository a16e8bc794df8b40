package io.caxton.server.grpc;

import io.caxton.server.engine.BodyMemory;
import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.server.storage.FreeSpace;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;

/** Whether this node has room for what a client's command brings. Thread-safe. */
final class Admission {
  private static final long DISK_RETRY_MILLIS = 5_000;
  private static final long MEMORY_RETRY_MILLIS = 100;

  private final FreeSpace freeSpace;
  private final BodyMemory bodyMemory;

  Admission(FreeSpace freeSpace, BodyMemory bodyMemory) {
    this.freeSpace = freeSpace;
    this.bodyMemory = bodyMemory;
  }

  /** Throws DISK_LOW or OVERLOADED, both definite, if not. */
  void check(Command request, Priority priority) {
    if (priority == Priority.NEW_WORK && freeSpace.isLow()) {
      throw RefusedException.retryLater(
          ErrorReason.DISK_LOW, freeSpace.describe(), DISK_RETRY_MILLIS);
    }
    if (bringsBodies(request) && bodyMemory.isNearlyFull()) {
      throw RefusedException.retryLater(
          ErrorReason.OVERLOADED, bodyMemory.describe(), MEMORY_RETRY_MILLIS);
    }
  }

  /** What they bring is kept in memory until a snapshot has it. */
  private static boolean bringsBodies(Command request) {
    return switch (request.getRequestCase()) {
      case APPEND_EVENTS, SEND_MESSAGES, COMMIT, PUT_CHECKPOINT_CHUNK -> true;
      default -> false;
    };
  }
}

package io.caxton.client;

/** What to do after one failed try. */
enum Retry {
  /** The failure is the answer. */
  NO,
  /** This node does not lead, or cannot be reached: find out who leads. */
  FIND_LEADER,
  /** The same node or the one that leads by now, without a pause: the try took long enough. */
  AGAIN,
  /** After a short pause, or the one that the server asks for. */
  AFTER_PAUSE;

  static Retry after(Failure failure) {
    return switch (failure.cause()) {
      case CONNECTION -> FIND_LEADER;
      case TIMEOUT -> AGAIN;
      case FAULT -> AFTER_PAUSE;
      case PROTOCOL -> NO;
      case REFUSED ->
          switch (failure.reason()) {
            case NOT_LEADER, NO_QUORUM, NOT_READY -> FIND_LEADER;
            case OVERLOADED, OUTCOME_UNKNOWN, INTERNAL -> AFTER_PAUSE;
            default -> NO;
          };
    };
  }
}

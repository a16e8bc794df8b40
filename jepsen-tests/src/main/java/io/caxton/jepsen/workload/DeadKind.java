package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.v1.LateResults;
import java.util.Locale;
import java.util.Random;

/** What becomes of a task, written into its payload. */
enum DeadKind {
  PLAIN(30, LateResults.LATE_RESULTS_REJECT),
  /** Every attempt fails. */
  POISON(30, LateResults.LATE_RESULTS_REJECT),
  REJECT(12, LateResults.LATE_RESULTS_REJECT),
  ACCEPT(14, LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED),
  PARK(14, LateResults.LATE_RESULTS_PARK);

  private final int percent;
  private final LateResults late;

  DeadKind(int percent, LateResults late) {
    this.percent = percent;
    this.late = late;
  }

  static DeadKind any(Random random) {
    int dice = random.nextInt(100);
    for (DeadKind kind : values()) {
      dice -= kind.percent;
      if (dice < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("they are more than a hundred percent");
  }

  static DeadKind of(ByteString payload) {
    return valueOf(payload.toStringUtf8());
  }

  ByteString payload() {
    return ByteString.copyFromUtf8(name());
  }

  LateResults late() {
    return late;
  }

  /** Poison comes back soon; others leave time in which nobody has them. */
  int backoffMillis() {
    return this == POISON ? 100 : 1_000;
  }

  /** One that is done or fails at once can be in a row with others. */
  boolean keepsOrder() {
    return this == PLAIN || this == POISON;
  }

  /** As histories show the policy. */
  String policy() {
    return switch (late) {
      case LATE_RESULTS_ACCEPT_IF_UNASSIGNED, LATE_RESULTS_PARK -> name().toLowerCase(Locale.ROOT);
      default -> "reject";
    };
  }
}

package io.caxton.state.core;

import io.caxton.v1.RecoveryRecord;
import java.util.Locale;

/**
 * What a recovery that died teaches the next one: to report what it is about to apply, and where,
 * until the one event is found that kills the agent whenever it is applied.
 */
public final class RecoveryDeaths {
  /** So many deaths in a row at one event are no accident. */
  public static final int DEATHS_MAX = 3;

  /** A careful recovery reports so often at most, and then the next one looks closer. */
  private static final long REPORTS_MAX = 1_000;

  private RecoveryDeaths() {}

  /** The record of a recovery under way, once it died. */
  public static RecoveryRecord after(RecoveryRecord recovery) {
    RecoveryRecord.Builder after =
        recovery.toBuilder()
            .setFailuresInRow(recovery.getFailuresInRow() + 1)
            .setFailedTotal(recovery.getFailedTotal() + 1)
            .setReportedSeq(0);
    long reported = recovery.getReportedSeq();
    if (reported == 0) {
      after.setSuspectSeq(0).setSuspectDeaths(0);
      look(after, recovery.getBegunFromSeq(), recovery.getBegunToSeq());
      return after.build();
    }
    int deaths = reported == recovery.getSuspectSeq() ? recovery.getSuspectDeaths() + 1 : 1;
    after.setSuspectSeq(reported).setSuspectDeaths(deaths);
    if (recovery.getCareful() && reported <= recovery.getCarefulThroughSeq()) {
      long stride = Math.max(1, recovery.getCarefulStride());
      look(after, reported, Math.min(recovery.getCarefulThroughSeq(), reported + stride - 1));
    } else {
      look(after, reported, recovery.getBegunToSeq());
    }
    if (deaths >= DEATHS_MAX) {
      after.setQuarantine(
          String.format(
              Locale.ROOT, "it died %d times in a row when it applied event %d", deaths, reported));
    }
    return after.build();
  }

  public static boolean isQuarantined(RecoveryRecord recovery) {
    return !recovery.getQuarantine().isEmpty();
  }

  private static void look(RecoveryRecord.Builder after, long fromSeq, long throughSeq) {
    // If nothing was replayed, no event is to blame.
    after
        .setCareful(fromSeq <= throughSeq)
        .setCarefulAfterSeq(fromSeq - 1)
        .setCarefulThroughSeq(throughSeq)
        .setCarefulStride(Math.max(0, throughSeq - fromSeq) / REPORTS_MAX + 1);
  }

  /** It recovered, or was released: what was suspected counts no more. */
  public static RecoveryRecord.Builder forget(RecoveryRecord.Builder recovery) {
    return recovery
        .setReportedSeq(0)
        .setSuspectSeq(0)
        .setSuspectDeaths(0)
        .setCareful(false)
        .setCarefulAfterSeq(0)
        .setCarefulThroughSeq(0)
        .setCarefulStride(0)
        .setQuarantine("");
  }
}

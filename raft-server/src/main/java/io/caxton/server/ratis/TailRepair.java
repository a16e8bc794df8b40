package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the open segment before Ratis does, which refuses to start on a torn write. The log is
 * cut from the first bad record when that loses nothing this node can have acknowledged; when it
 * may, the node gets no vote until it has caught up; when it did, the node does not start.
 *
 * <p>Closed segments were fsynced as a whole: damage there is never a torn write, and Ratis refuses
 * it.
 */
final class TailRepair {
  private static final Logger LOG = LoggerFactory.getLogger(TailRepair.class);

  enum Outcome {
    WHOLE,
    CUT_TORN,
    /** What was cut is not a torn write: this node may have acknowledged it. */
    CUT_IN_DOUBT
  }

  private TailRepair() {}

  /**
   * @param snapshot the newest snapshot this node has or was shipped: what it covers was committed
   * @param inDoubt called before anything is cut that this node may have acknowledged
   */
  static Outcome repair(LogFiles log, LogPosition snapshot, IoAction inDoubt) throws IOException {
    Outcome outcome = Outcome.WHOLE;
    for (LogFiles.Segment segment : log.segments()) {
      if (segment.isOpen()) {
        Outcome one = repair(segment, snapshot, inDoubt);
        outcome = one.compareTo(outcome) > 0 ? one : outcome;
      }
    }
    return outcome;
  }

  /** Something that may fail with an {@link IOException}. */
  @FunctionalInterface
  interface IoAction {
    void run() throws IOException;
  }

  private static Outcome repair(LogFiles.Segment segment, LogPosition snapshot, IoAction inDoubt)
      throws IOException {
    SegmentBytes bytes = new SegmentBytes(Files.readAllBytes(segment.file()));
    SegmentScan scan = SegmentScan.of(bytes, segment.start());
    if (scan.damage().isEmpty()) {
      return Outcome.WHOLE;
    }
    SegmentScan.Damage damage = scan.damage().get();
    String where =
        "entry " + scan.nextIndex() + " at byte " + scan.goodBytes() + " of " + segment.file();
    long committed = Math.max(damage.commitIndexShown(), snapshot.index());
    if (committed >= scan.nextIndex()) {
      throw new LostDiskException(
          where + " is damaged, and everything up to entry " + committed + " was committed");
    }
    if (!damage.torn()) {
      inDoubt.run();
    }
    LOG.warn(
        "{} is {}: the log is cut there",
        where,
        damage.torn() ? "a torn write" : "damaged, and this node may have acknowledged it");
    cut(segment.file(), bytes, scan.goodBytes());
    return damage.torn() ? Outcome.CUT_TORN : Outcome.CUT_IN_DOUBT;
  }

  /** Keeps what is cut beside the log, for whoever wants to know what happened. */
  private static void cut(Path segment, SegmentBytes bytes, int goodBytes) throws IOException {
    Path kept = segment.resolveSibling("cut_" + segment.getFileName() + "_" + goodBytes);
    Files.write(kept, Arrays.copyOfRange(bytes.bytes(), goodBytes, lastNonZero(bytes.bytes()) + 1));
    DirectorySync.fsync(kept);
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.truncate(goodBytes);
      channel.force(true);
    }
    DirectorySync.fsync(segment.getParent());
  }

  private static int lastNonZero(byte[] bytes) {
    int last = bytes.length - 1;
    while (last > 0 && bytes[last] == 0) {
      last--;
    }
    return last;
  }
}

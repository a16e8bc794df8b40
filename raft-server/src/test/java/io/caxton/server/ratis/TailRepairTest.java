package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailRepairTest {
  @TempDir Path current;
  private final AtomicInteger doubts = new AtomicInteger();

  @Test
  void shouldLeaveAWholeSegmentAlone() throws IOException {
    // given
    SegmentFile segment = new SegmentFile(7).record(100, 5).record(2000, 6).record(10, 7);

    // when, then
    assertThat(repair(7, segment.bytes())).isEqualTo(TailRepair.Outcome.WHOLE);
    assertThat(Files.readAllBytes(current.resolve("log_inprogress_7"))).isEqualTo(segment.bytes());
  }

  @Test
  void shouldCutARecordWhoseLaterSectorsWereNotWritten() throws IOException {
    // given the last of three records, written only up to some sector
    SegmentFile segment = new SegmentFile(0).record(100, -1).record(100, -1).record(3000, -1);
    byte[] bytes = segment.bytes();
    Arrays.fill(bytes, 1024, bytes.length, (byte) 0);

    // when, then
    assertThat(repair(0, bytes)).isEqualTo(TailRepair.Outcome.CUT_TORN);
    assertThat(cutTo(0)).isEqualTo(segment.start(2));
    assertThat(doubts).hasValue(0);
  }

  @Test
  void shouldCutFromTheFirstBadRecordWhenLaterOnesReachedTheDisk() throws IOException {
    // given records of one flush, of which a sector in the middle is missing
    SegmentFile segment = new SegmentFile(10).record(400, 3);
    for (int i = 0; i < 10; i++) {
      segment.record(400, 9);
    }
    byte[] bytes = segment.bytes();
    Arrays.fill(bytes, 2048, 2560, (byte) 0);

    // when
    TailRepair.Outcome outcome = repair(10, bytes);

    // then
    assertThat(outcome).isEqualTo(TailRepair.Outcome.CUT_TORN);
    SegmentScan rest = scan(10);
    assertThat(rest.damage()).isEmpty();
    assertThat(rest.goodBytes()).isLessThanOrEqualTo(2048);
    assertThat(rest.nextIndex()).isEqualTo(14);
    try (Stream<Path> files = Files.list(current)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("cut_"))).hasSize(1);
    }
  }

  @Test
  void shouldCutWhenTheFirstSectorOfARecordIsMissing() throws IOException {
    // given the zeros begin just where the record does, and more follows: not an end of the log
    SegmentFile segment = new SegmentFile(0);
    while (segment.end() < 500) {
      segment.record(10, -1);
    }
    int records = segment.end();
    segment.record(2000, -1);
    byte[] bytes = segment.bytes();
    Arrays.fill(bytes, records, 1024, (byte) 0);

    // when, then
    assertThat(repair(0, bytes)).isEqualTo(TailRepair.Outcome.CUT_TORN);
    assertThat(cutTo(0)).isEqualTo(records);
  }

  @Test
  void shouldTakeTheVoteWhenTheDamageIsNoTornWrite() throws IOException {
    // given one flipped bit, which no power loss makes
    SegmentFile segment = new SegmentFile(0).record(100, -1).record(100, -1).record(100, -1);
    byte[] bytes = segment.bytes();
    bytes[segment.start(1) + 20] ^= 4;

    // when, then
    assertThat(repair(0, bytes)).isEqualTo(TailRepair.Outcome.CUT_IN_DOUBT);
    assertThat(cutTo(0)).isEqualTo(segment.start(1));
    assertThat(doubts).hasValue(1);
  }

  @Test
  void shouldRefuseWhenALaterRecordShowsTheBadOneCommitted() throws IOException {
    // given
    SegmentFile segment = new SegmentFile(0).record(100, -1).record(3000, 0).record(100, 1);
    byte[] bytes = segment.bytes();
    Arrays.fill(bytes, 1024, 1536, (byte) 0);

    // when, then
    assertThatThrownBy(() -> repair(0, bytes))
        .isInstanceOf(LostDiskException.class)
        .hasMessageContaining("entry 1 at byte " + segment.start(1))
        .hasMessageContaining("everything up to entry 1 was committed")
        .hasMessageContaining("listener under a new node id");
    assertThat(Files.readAllBytes(current.resolve("log_inprogress_0"))).isEqualTo(bytes);
  }

  @Test
  void shouldRefuseWhenASnapshotCoversTheBadRecord() throws IOException {
    // given
    SegmentFile segment = new SegmentFile(0).record(100, -1).record(100, -1);
    byte[] bytes = segment.bytes();
    bytes[segment.start(1) + 9] ^= 1;
    LogFiles log = SegmentFile.write(current, 0, bytes);

    // when, then
    assertThatThrownBy(() -> TailRepair.repair(log, new LogPosition(1, 1), () -> {}))
        .isInstanceOf(LostDiskException.class);
  }

  @Test
  void shouldLeaveWhatTheEndOfTheFileCutsToRatis() throws IOException {
    // given a file that ends inside the last record: it was never fsynced, its size was not durable
    SegmentFile segment = new SegmentFile(0).record(100, -1).record(100, -1);

    // when, then
    assertThat(repair(0, Arrays.copyOf(segment.bytes(), segment.end() - 10)))
        .isEqualTo(TailRepair.Outcome.CUT_TORN);
    assertThat(cutTo(0)).isEqualTo(segment.start(1));
  }

  @Test
  void shouldAcceptAnEmptyOrBarelyBegunSegment() throws IOException {
    assertThat(repair(3, new byte[0])).isEqualTo(TailRepair.Outcome.WHOLE);
    assertThat(repair(3, new byte[4096])).isEqualTo(TailRepair.Outcome.WHOLE);
    assertThat(repair(3, Arrays.copyOf(SegmentBytes.HEADER, 5)))
        .isEqualTo(TailRepair.Outcome.WHOLE);
    assertThat(repair(3, Arrays.copyOf(SegmentBytes.HEADER, 4096)))
        .isEqualTo(TailRepair.Outcome.WHOLE);
  }

  private TailRepair.Outcome repair(long firstIndex, byte[] segment) throws IOException {
    return TailRepair.repair(
        SegmentFile.write(current, firstIndex, segment), LogPosition.NONE, doubts::incrementAndGet);
  }

  private long cutTo(long firstIndex) throws IOException {
    return Files.size(current.resolve("log_inprogress_" + firstIndex));
  }

  private SegmentScan scan(long firstIndex) throws IOException {
    return SegmentScan.of(
        new SegmentBytes(Files.readAllBytes(current.resolve("log_inprogress_" + firstIndex))),
        firstIndex);
  }
}

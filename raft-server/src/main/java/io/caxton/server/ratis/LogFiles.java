package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log's segment files by their names: {@code log_A-B} is closed, {@code log_inprogress_A} open.
 */
record LogFiles(Path current) {
  private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
  private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");

  /** An open segment's end is not in its name. */
  record Segment(Path file, long start, OptionalLong end) {
    boolean isOpen() {
      return end.isEmpty();
    }
  }

  /** In the order of their entries. */
  List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    if (Files.isDirectory(current)) {
      try (Stream<Path> files = Files.list(current)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          segment(file).ifPresent(segments::add);
        }
      }
    }
    segments.sort(Comparator.comparingLong(Segment::start));
    return segments;
  }

  /**
   * A log that begins later than the state ends cannot be replayed: what lies between is gone from
   * this node.
   */
  void requireReachesBackTo(long index) throws IOException {
    List<Segment> segments = segments();
    if (!segments.isEmpty() && segments.getFirst().start() > index) {
      throw new LostDiskException(
          "the log begins at entry "
              + segments.getFirst().start()
              + " but the newest whole snapshot ends before entry "
              + index);
    }
  }

  /**
   * May a node go on from {@code loaded} although Ratis installed a snapshot above it? Only if
   * every entry this node acknowledged since is still in its log.
   */
  boolean fallsBackTo(LogPosition loaded, ShelvedManifest above) throws IOException {
    long next = loaded.index() + 1;
    for (Segment segment : segments()) {
      if (segment.start() > next) {
        return false;
      }
      next = segment.isOpen() ? Long.MAX_VALUE : segment.end().getAsLong() + 1;
    }
    return next > above.at().index() || next == loaded.index() + 1;
  }

  private static Optional<Segment> segment(Path file) {
    String name = file.getFileName().toString();
    Matcher closed = CLOSED.matcher(name);
    if (closed.matches()) {
      return Optional.of(
          new Segment(
              file,
              Long.parseLong(closed.group(1)),
              OptionalLong.of(Long.parseLong(closed.group(2)))));
    }
    Matcher open = OPEN.matcher(name);
    return open.matches()
        ? Optional.of(new Segment(file, Long.parseLong(open.group(1)), OptionalLong.empty()))
        : Optional.empty();
  }
}

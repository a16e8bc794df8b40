package io.caxton.state.journal;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Hash64;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.Journal;
import io.caxton.v1.NewEvent;
import io.caxton.v1.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How events come into a journal: first {@link #check}, then {@link #append}. */
public final class JournalAppends {
  /** Kept in one journal. A replay of more would take minutes: a checkpoint is long overdue. */
  public static final long EVENTS_MAX = 100_000_000;

  private final Core core;

  public JournalAppends(Core core) {
    this.core = core;
  }

  /** Empty if so many events may be appended. */
  public Optional<Refusal> check(
      Fleet fleet, String agentId, OptionalLong expectedLastSeq, int events) {
    Journal journal = fleet.memory().journals().get(agentId);
    long lastSeq = journal == null ? 0 : journal.getLastSeq();
    if (expectedLastSeq.isPresent() && expectedLastSeq.getAsLong() != lastSeq) {
      return Optional.of(conflict(agentId, expectedLastSeq.getAsLong(), lastSeq));
    }
    long kept = journal == null ? 0 : lastSeq - journal.getFirstSeq() + 1;
    return kept + events > EVENTS_MAX
        ? Optional.of(Refusals.limit("events kept in a journal", EVENTS_MAX))
        : Optional.empty();
  }

  /** Returns the journal after it; at least one event. */
  public Journal append(Fleet fleet, String agentId, List<NewEvent> events) {
    Journal before = fleet.memory().journals().get(agentId);
    Journal.Builder journal = before == null ? begin(agentId) : before.toBuilder();
    long seq = journal.getLastSeq();
    long hash = journal.getChainHash();
    long bytes = 0;
    for (NewEvent event : events) {
      seq++;
      byte[] body =
          Event.newBuilder()
              .setSeq(seq)
              .setPartitionKey(event.getPartitionKey())
              .setBody(event.getBody())
              .setPosition(core.progress().position())
              .setWallMillis(core.progress().wallMillis())
              .build()
              .toByteArray();
      hash = Hash64.of(body, 0, body.length, hash);
      core.bodies().append(journal.getStreamId(), seq, body);
      bytes += body.length;
    }
    Journal after =
        journal
            .setLastSeq(seq)
            .setChainHash(hash)
            .setBytes(journal.getBytes() + bytes)
            .setAppendedBytes(journal.getAppendedBytes() + bytes)
            .build();
    core.fleets().touch(fleet);
    fleet.memory().journals().put(agentId, after);
    core.feed().add(fleet.name(), after);
    return after;
  }

  private Journal.Builder begin(String agentId) {
    return Journal.newBuilder()
        .setAgentId(agentId)
        .setFirstSeq(1)
        .setStreamId(core.progress().nextOrder());
  }

  private static Refusal conflict(String agentId, long expected, long lastSeq) {
    return Refusals.of(
        ErrorReason.JOURNAL_CONFLICT,
        String.format(
            Locale.ROOT,
            "the journal of agent \"%s\" ends at %d, not at %d",
            agentId,
            lastSeq,
            expected),
        "last_seq",
        Long.toString(lastSeq));
  }
}

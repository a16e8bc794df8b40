package io.caxton.jepsen.sim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.state.Result;
import io.caxton.v1.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is committed, and what it came to wherever it was applied first. */
final class Ledger {
  /** One record, and its results at the first replica that applied it. */
  private record Entry(Record record, byte[] bytes, List<Result> results) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Integer, Long> digests = new HashMap<>();

  int size() {
    return entries.size();
  }

  void add(Record record, List<Result> results) {
    entries.add(new Entry(record, record.toByteArray(), results));
  }

  /** As a follower gets it: decoded anew. */
  Record decode(int index) {
    try {
      return Record.parseFrom(entries.get(index).bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  Record record(int index) {
    return entries.get(index).record();
  }

  void requireSame(int index, List<Result> results, String who) {
    List<Result> first = entries.get(index).results();
    SimFailure.require(
        first.equals(results),
        "record %d came to something else at %s:\n%s\nnot\n%s",
        index,
        who,
        results,
        first);
  }

  /** The state after so many records has one digest, whoever computes it. */
  void requireSame(int records, long digest, String who) {
    Long before = digests.putIfAbsent(records, digest);
    SimFailure.require(
        before == null || before == digest,
        "after %d records the state of %s has digest %x, others had %x",
        records,
        who,
        digest,
        before);
  }
}

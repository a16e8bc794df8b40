package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Reads several runs as one: every live entry once, in order, the newest run winning. */
final class RunMerge implements Closeable {
  /** A run, and where it lies. */
  record Input(Path file, SnapshotRun run) {}

  /** Takes entries; the table's name is the same object until the table changes. */
  interface Output {
    void put(String table, EntryBytes entry) throws IOException, InterruptedException;
  }

  private final List<Input> inputs;
  private final List<Source> opened = new ArrayList<>();
  private final EntryBytes entry = new EntryBytes();
  private byte[] prefix = {};
  private String table = "";

  /** The number of the newest run that has every entry of the table. */
  private int firstRun;

  /** Oldest first. */
  RunMerge(List<Input> inputs) throws IOException {
    this.inputs = inputs;
    try {
      for (Input input : inputs) {
        opened.add(new Source(opened.size(), open(input)));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static RunCursor open(Input input) throws IOException {
    try {
      return new RunCursor(input.file(), input.run());
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(input.file(), "is missing", e);
    }
  }

  /** While one run has the least keys, as a base mostly has, the queue is only looked at. */
  void into(Output output) throws IOException, InterruptedException {
    PriorityQueue<Source> waiting = new PriorityQueue<>();
    for (Source source : opened) {
      offer(source, waiting);
    }
    for (Source least = waiting.poll(); least != null; least = waiting.poll()) {
      boolean more;
      do {
        dropOlder(least, waiting);
        give(least, output);
        more = least.cursor().next();
      } while (more && (waiting.isEmpty() || least.compareTo(waiting.peek()) < 0));
      if (more) {
        waiting.add(least);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Source source : opened) {
      source.cursor().close();
    }
  }

  private static void dropOlder(Source winner, PriorityQueue<Source> waiting) throws IOException {
    while (!waiting.isEmpty() && waiting.peek().cursor().compareKey(winner.cursor()) == 0) {
      offer(waiting.poll(), waiting);
    }
  }

  private static void offer(Source source, PriorityQueue<Source> waiting) throws IOException {
    if (source.cursor().next()) {
      waiting.add(source);
    }
  }

  private void give(Source winner, Output output) throws IOException, InterruptedException {
    RunCursor cursor = winner.cursor();
    byte[] array = cursor.keyArray();
    int from = cursor.keyFrom();
    int to = cursor.keyTo();
    int keyFrom = from + prefix.length;
    if (prefix.length == 0
        || keyFrom > to
        || !Arrays.equals(array, from, keyFrom, prefix, 0, prefix.length)) {
      beginTable(array, from);
      keyFrom = from + prefix.length;
    }
    if (!cursor.isRemoval() && winner.number() >= firstRun) {
      entry.key(array, keyFrom, to);
      cursor.valueInto(entry);
      output.put(table, entry);
    }
  }

  private void beginTable(byte[] array, int from) {
    int end = from;
    while (array[end] != 0) {
      end++;
    }
    prefix = Arrays.copyOfRange(array, from, end + 1);
    table = new String(array, from, end - from, StandardCharsets.US_ASCII);
    firstRun = 0;
    for (int number = 0; number < inputs.size(); number++) {
      if (inputs.get(number).run().getReplacedTablesList().contains(table)) {
        firstRun = number;
      }
    }
  }

  /** Ordered by key; of equal keys the newer run's comes first. */
  private record Source(int number, RunCursor cursor) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int order = cursor.compareKey(other.cursor);
      return order != 0 ? order : Integer.compare(other.number, number);
    }
  }
}

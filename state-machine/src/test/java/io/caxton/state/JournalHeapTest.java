package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Event;
import io.caxton.v1.Journal;
import io.caxton.v1.NewEvent;
import io.caxton.v1.Record;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.SnapshotManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal of a million events of 200 bytes, in a process whose heap could not hold them: grown
 * with snapshots and merges, loaded again, and read from its runs. Prints what that takes.
 */
@Tag("slow")
class JournalHeapTest {
  private static final int EVENTS = 1_000_000;
  private static final int EVENTS_PER_RECORD = 500;

  /** As a node does it, with a smaller bound. */
  private static final long BODY_BYTES_MAX = 16 << 20;

  @TempDir Path directory;

  @Test
  void shouldHoldAMillionEventsInAHeapThatCannotHoldThem() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx112m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Grower.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(output);

    assertThat(process.waitFor()).as(output).isZero();
  }

  static final class Grower {
    private final SnapshotStore store;
    private StateMachine machine = new StateMachine(Limits.BUILT_IN);
    private long writtenBytes;
    private int snapshots;

    private Grower(Path directory) throws IOException {
      store = SnapshotStore.open(directory);
    }

    public static void main(String[] arguments) throws Exception {
      Grower grower = new Grower(Path.of(arguments[0]));
      grower.grow();
      grower.load();
      grower.read("first");
      grower.read("again");
    }

    private void grow() throws Exception {
      long began = System.nanoTime();
      apply(
          Command.newBuilder().setRegisterAgent(RegisterAgentRequest.newBuilder().setAgentId("a")));
      ByteString body = ByteString.copyFrom(new byte[200]);
      AppendEventsRequest.Builder append =
          AppendEventsRequest.newBuilder().setAgentId("a").setEpoch(1);
      for (int i = 0; i < EVENTS_PER_RECORD; i++) {
        append.addEvents(NewEvent.newBuilder().setBody(body));
      }
      long applyNanos = 0;
      for (int events = 0; events < EVENTS; events += EVENTS_PER_RECORD) {
        long start = System.nanoTime();
        apply(Command.newBuilder().setAppendEvents(append));
        applyNanos += System.nanoTime() - start;
        if (machine.bodyBytes() >= BODY_BYTES_MAX) {
          snapshot();
        }
      }
      snapshot();
      System.out.printf(
          "%d events applied in %d ms, of %d ms with %d snapshots; %d MB of runs written%n",
          EVENTS,
          millis(applyNanos),
          millis(System.nanoTime() - began),
          snapshots,
          writtenBytes >> 20);
    }

    private void apply(Command.Builder command) {
      machine.apply(
          Record.newBuilder().setVersion(1).setTick(1).addCommands(command).build(),
          ResultSink.NONE);
    }

    private void snapshot() throws Exception {
      SnapshotView view = machine.freezeForSnapshot();
      SnapshotManifest manifest = store.write(view.source(), 1, ++snapshots, Pacer.UNLIMITED);
      var run = store.newBodies(manifest, view.bodies());
      writtenBytes += run.map(r -> r.run().getLengthBytes()).orElse(0L);
      view.bodiesDurable(run);
      store
          .mergeBodies(machine.freezeBodyRuns(), Pacer.UNLIMITED)
          .ifPresent(
              merged -> {
                machine.bodiesMerged(merged.inputs(), merged.output());
                writtenBytes += merged.output().map(r -> r.run().getLengthBytes()).orElse(0L);
              });
      store.retain(2);
    }

    private void load() throws Exception {
      machine = null;
      long began = System.nanoTime();
      machine =
          store
              .loadNewestWhole(() -> new StateSink(Limits.BUILT_IN))
              .newest()
              .orElseThrow()
              .machine();
      System.out.printf("loaded in %d ms%n", millis(System.nanoTime() - began));
    }

    private void read(String which) throws Exception {
      State state = machine.freeze();
      Journal journal = state.journal("", "a").orElseThrow();
      long[] bytes = new long[1];
      long began = System.nanoTime();
      long next =
          state
              .bodies()
              .read(
                  journal.getStreamId(),
                  1,
                  EVENTS,
                  (seq, array, offset, length) -> {
                    try {
                      bytes[0] += Event.parser().parseFrom(array, offset, length).getBody().size();
                      return true;
                    } catch (InvalidProtocolBufferException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      long nanos = System.nanoTime() - began;
      if (next != EVENTS + 1 || bytes[0] != 200L * EVENTS) {
        throw new IllegalStateException("read up to " + next + ", " + bytes[0] + " bytes");
      }
      System.out.printf(
          "read and parsed %s in %d ms, %d events a second%n",
          which, millis(nanos), EVENTS * 1_000L / Math.max(1, millis(nanos)));
    }

    private static long millis(long nanos) {
      return nanos / 1_000_000;
    }
  }
}

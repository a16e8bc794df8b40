package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotSink;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.Call;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.Record;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SubmitTasksRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures snapshots of a million tasks. Run by hand, each in a JVM of its own: {@code write DIR
 * [MIB_PER_SECOND]} writes a base and two deltas beside claims and releases; {@code scan DIR} reads
 * and checks only; {@code load DIR} makes a state machine.
 */
final class SnapshotBench {
  private static final int TASKS = 1_000_000;
  private static final int TASKS_PER_RECORD = 100;
  private static final int RECORDS_PER_SECOND = 500;
  private static final String AGENT = "worker";

  private final StateMachine machine = new StateMachine(Limits.BUILT_IN);
  private long session;
  private long sequence;
  private long tick;
  private long submitted;
  private long epoch;
  private List<Grant> held = List.of();

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "write" ->
          new SnapshotBench()
              .write(directory, arguments.length > 2 ? Long.parseLong(arguments[2]) : 0);
      case "scan" -> read(directory, new Counter());
      case "load" -> read(directory, new StateSink(Limits.BUILT_IN));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void read(Path directory, SnapshotSink sink) throws Exception {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    SnapshotStore store = SnapshotStore.open(directory);
    store.load(store.newest().orElseThrow(), sink);
    System.out.printf(
        "%s: %d ms, %d ms cpu, whole process %d ms cpu, heap %d MiB%n",
        sink.getClass().getSimpleName(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        TimeUnit.NANOSECONDS.toMillis(cpuNanos() - cpu),
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis(),
        usedMiB());
  }

  private void write(Path directory, long mibPerSecond) throws Exception {
    machine.apply(
        record(
            Command.newBuilder().setOpenSession(OpenSessionRequest.getDefaultInstance()).build()),
        (i, result) -> session = result.reply().getOpenSession().getSessionId());
    while (submitted < TASKS) {
      submit();
    }
    Command register =
        Command.newBuilder()
            .setRegisterAgent(RegisterAgentRequest.newBuilder().setCall(call()).setAgentId(AGENT))
            .build();
    machine.apply(
        record(register),
        (i, result) -> epoch = result.reply().getRegisterAgent().getAgent().getEpoch());
    System.out.printf("%d tasks, heap %d MiB%n", submitted, usedMiB());
    applyFor("no snapshot", 5, null);
    SnapshotStore store = SnapshotStore.open(directory);
    for (int index = 1; index <= 3; index++) {
      SnapshotView view = machine.freezeForSnapshot();
      int at = index;
      Thread writer = Thread.ofPlatform().start(() -> write(store, view, at, mibPerSecond));
      applyFor("snapshot " + index, 60, writer);
      writer.join();
    }
  }

  private static void write(SnapshotStore store, SnapshotView view, int index, long mibPerSecond) {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    try {
      Pacer pacer = mibPerSecond == 0 ? Pacer.UNLIMITED : new Rate(mibPerSecond << 20);
      SnapshotManifest manifest = store.write(view.source(), 1, index, pacer);
      long bytes = manifest.getRuns(manifest.getRunsCount() - 1).getLengthBytes();
      System.out.printf(
          "%s: %d MiB, %d ms, %d ms cpu%n",
          manifest.getRuns(manifest.getRunsCount() - 1).getName(),
          bytes >> 20,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
          TimeUnit.NANOSECONDS.toMillis(cpuNanos() - cpu));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Submits at the offered rate; the latency counts from when a record should have begun. */
  private void applyFor(String what, int seconds, Thread until) {
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < seconds * RECORDS_PER_SECOND; i++) {
      if (until != null && !until.isAlive()) {
        break;
      }
      long due = start + i * 1_000_000_000L / RECORDS_PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      claimOrRelease();
      nanos.add(System.nanoTime() - due);
    }
    long[] sorted = nanos.stream().mapToLong(n -> n).sorted().toArray();
    System.out.printf(
        "claim or release of %d tasks, %s: p50 %.2f ms, p99 %.2f ms, p999 %.2f ms, max %.2f ms (%d"
            + " records)%n",
        TASKS_PER_RECORD,
        what,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        sorted[(int) (sorted.length * 999L / 1000)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        sorted.length);
  }

  private void submit() {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder().setCall(call());
    for (int i = 0; i < TASKS_PER_RECORD; i++) {
      ByteString payload = ByteString.copyFrom(new byte[256]);
      request.addTasks(
          NewTask.newBuilder().setId("task-%010d".formatted(submitted++)).setPayload(payload));
    }
    machine.apply(record(Command.newBuilder().setSubmitTasks(request).build()), (i, result) -> {});
  }

  private void claimOrRelease() {
    if (held.isEmpty()) {
      ClaimTasksRequest.Builder claim =
          ClaimTasksRequest.newBuilder()
              .setAgentId(AGENT)
              .setEpoch(epoch)
              .setMaxTasks(TASKS_PER_RECORD);
      machine.apply(
          record(Command.newBuilder().setClaimTasks(claim).build()),
          (i, result) -> held = result.reply().getClaimTasks().getGrantsList());
      return;
    }
    ReleaseTasksRequest.Builder release =
        ReleaseTasksRequest.newBuilder().setAgentId(AGENT).setEpoch(epoch);
    for (Grant grant : held) {
      release.addReleases(
          Release.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()));
    }
    machine.apply(record(Command.newBuilder().setReleaseTasks(release).build()), (i, result) -> {});
    held = List.of();
  }

  private Call call() {
    return Call.newBuilder()
        .setSessionId(session)
        .setSequence(++sequence)
        .setFirstOpen(sequence)
        .build();
  }

  private Record record(Command... commands) {
    tick++;
    return Record.newBuilder()
        .setVersion(1)
        .setTick(tick)
        .setWallMillis(tick)
        .addAllCommands(Arrays.asList(commands))
        .build();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedMiB() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static final class Rate implements Pacer {
    private final long bytesPerSecond;
    private long dueNanos = System.nanoTime();

    Rate(long bytesPerSecond) {
      this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void spent(long bytes) throws InterruptedException {
      long now = System.nanoTime();
      dueNanos = Math.max(dueNanos, now) + bytes * 1_000_000_000L / bytesPerSecond;
      TimeUnit.NANOSECONDS.sleep(dueNanos - now);
    }
  }

  private static final class Counter implements SnapshotSink {
    private long bytes;

    @Override
    public void begin(SnapshotManifest manifest) {}

    @Override
    public void put(String table, byte[] key, byte[] value) {
      bytes += key.length + value.length;
    }

    @Override
    public void finish() {
      System.out.printf("%d MiB of keys and values%n", bytes >> 20);
    }
  }
}

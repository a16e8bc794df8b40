package io.caxton.state.bench;

import com.google.protobuf.ByteString;
import io.caxton.state.Fingerprint;
import io.caxton.v1.Call;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.Record;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.SubmitTasksRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Makes an endless row of submits, claims and completes in turn. The core is deterministic, so the
 * position of each command, and with it every fence, is known beforehand.
 */
final class CycleCommands {
  static final String QUEUE = "cycle";

  private static final String AGENT = "bench";
  private static final int OPEN_CALLS = 1_000;
  private static final int CYCLES_APART = 100;
  private static final int PRELUDE_ITEMS = 500;

  private final CoreBench.Options options;
  private final ByteString payload;
  private final Queue<Long> fences = new ArrayDeque<>();
  private long position;
  private long session;
  private long sequence;
  private long tick = 1;
  private long submitted;
  private long claimed;
  private long completed;

  CycleCommands(CoreBench.Options options, long position) {
    this.options = options;
    this.position = position;
    byte[] bytes = new byte[options.payloadBytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    payload = ByteString.copyFrom(bytes);
  }

  /** Opens the session, registers the agent, and lays the pending tasks into their queue. */
  List<Record> prelude() {
    List<Record> records = new ArrayList<>();
    records.add(
        record(
            List.of(
                Command.newBuilder()
                    .setOpenSession(OpenSessionRequest.getDefaultInstance())
                    .build())));
    session = position + 1;
    position++;
    records.add(
        record(
            List.of(
                command(
                    Command.newBuilder()
                        .setRegisterAgent(
                            RegisterAgentRequest.newBuilder()
                                .setCall(call())
                                .setAgentId(AGENT)
                                .setLeaseMillis(3_600_000))))));
    for (int made = 0; made < options.pendingTasks(); made += PRELUDE_ITEMS) {
      SubmitTasksRequest.Builder submit = SubmitTasksRequest.newBuilder().setCall(call());
      for (int i = 0; i < PRELUDE_ITEMS; i++) {
        submit.addTasks(
            NewTask.newBuilder().setId("lying/" + (made + i)).setQueue("lying").setPayload(copy()));
      }
      records.add(record(List.of(command(Command.newBuilder().setSubmitTasks(submit)))));
    }
    return records;
  }

  Record next() {
    List<Command> commands = new ArrayList<>(options.recordCommands());
    for (int i = 0; i < options.recordCommands(); i++) {
      if (submitted - claimed < CYCLES_APART) {
        commands.add(submit());
      } else if (claimed - completed < CYCLES_APART) {
        commands.add(claim());
      } else {
        commands.add(complete());
      }
    }
    tick++;
    return record(commands);
  }

  private Command submit() {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder().setCall(call());
    for (int i = 0; i < options.items(); i++) {
      request.addTasks(
          NewTask.newBuilder().setId(id(submitted, i)).setQueue(QUEUE).setPayload(copy()));
    }
    submitted++;
    return command(Command.newBuilder().setSubmitTasks(request));
  }

  private Command claim() {
    ClaimTasksRequest.Builder request =
        ClaimTasksRequest.newBuilder()
            .setCall(call())
            .setAgentId(AGENT)
            .setEpoch(1)
            .addQueues(QUEUE)
            .setMaxTasks(options.items());
    claimed++;
    Command command = command(Command.newBuilder().setClaimTasks(request));
    fences.add(position);
    return command;
  }

  private Command complete() {
    long fence = fences.remove();
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder().setCall(call()).setAgentId(AGENT).setEpoch(1);
    for (int i = 0; i < options.items(); i++) {
      request.addCompletions(Completion.newBuilder().setTaskId(id(completed, i)).setFence(fence));
    }
    completed++;
    return command(Command.newBuilder().setCompleteTasks(request));
  }

  /** Requests that were decoded share no bytes. */
  private ByteString copy() {
    return ByteString.copyFrom(payload.toByteArray());
  }

  private static String id(long command, int item) {
    return "task/" + command + '.' + item;
  }

  private Call call() {
    sequence++;
    return Call.newBuilder()
        .setSessionId(session)
        .setSequence(sequence)
        .setFirstOpen(Math.max(1, sequence - OPEN_CALLS))
        .build();
  }

  private Command command(Command.Builder command) {
    position++;
    long fingerprint = Fingerprint.of(command.build());
    return command.setFingerprint(fingerprint).build();
  }

  private Record record(List<Command> commands) {
    return Record.newBuilder()
        .setVersion(1)
        .setTick(tick)
        .setWallMillis(1_700_000_000_000L + tick)
        .addAllCommands(commands)
        .build();
  }
}

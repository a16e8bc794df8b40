package io.caxton.jepsen.bug;

import java.util.List;
import java.util.stream.Stream;

/** Every seeded bug with the methods it alters and the run that finds it. */
final class Catalogue {
  record Entry(SeededBug bug, List<Patch> patches) {}

  private static final String STATE = "io.caxton.state.";
  private static final String SERVER = "io.caxton.server.";
  private static final String RATIS = "org.apache.ratis.server.";

  private static final List<Entry> CORE =
      List.of(
          new Entry(
              new SeededBug(
                  "stale-read",
                  "the read barrier is skipped: a leader that was replaced still answers",
                  1,
                  "register",
                  List.of("pause"),
                  15),
              List.of(
                  new Patch(
                      SERVER + "read.ReadBarrier", "current", 0, ServerBugs.ReadWhatIsHere.class))),
          new Entry(
              new SeededBug(
                  "vote-rolled-back",
                  "term and vote are written once and never again: a node votes twice in a term",
                  2,
                  "set",
                  List.of("power-loss"),
                  15),
              List.of(
                  new Patch(
                      RATIS + "storage.RaftStorageMetadataFileImpl",
                      "atomicWrite",
                      2,
                      LogBugs.WriteOnce.class))),
          new Entry(
              new SeededBug(
                  "retry-applied-twice",
                  "the dedup gate finds no outcome: a request sent again is executed again",
                  3,
                  "counter",
                  List.of("kill"),
                  15),
              List.of(
                  new Patch(STATE + "core.Sessions", "outcome", 2, SessionBugs.NoOutcome.class),
                  new Patch(STATE + "core.Sessions", "store", 3, SessionBugs.StoreAgain.class))),
          new Entry(
              new SeededBug(
                  "retry-applied-twice-after-snapshot",
                  "what was executed before the snapshot that a node loaded is executed again",
                  3,
                  "bulk",
                  List.of("kill"),
                  20),
              List.of(
                  new Patch(STATE + "core.Sessions", "rebuild", 0, SessionBugs.NoteLoaded.class),
                  new Patch(
                      STATE + "core.Sessions", "outcome", 2, SessionBugs.LoadedIsUnknown.class),
                  new Patch(STATE + "core.Sessions", "store", 3, SessionBugs.StoreAgain.class))),
          new Entry(
              new SeededBug(
                  "lease-granted-twice",
                  "a grant ends at a quarter of the lease that its holder was told",
                  4,
                  "tasks",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "task.Leases", "until", 4, TaskBugs.EndEarly.class),
                  new Patch(STATE + "task.Grants", "remaining", 2, TaskBugs.TellWholeLease.class))),
          new Entry(
              new SeededBug(
                  "early-expiry-after-clock-jump",
                  "the leader counts its tick by the wall clock",
                  5,
                  "leases",
                  List.of("clock"),
                  25),
              List.of(
                  new Patch(SERVER + "propose.LeaderClock", "start", 2, ServerBugs.StartWall.class),
                  new Patch(
                      SERVER + "propose.LeaderClock", "count", 1, ServerBugs.CountWall.class))),
          new Entry(
              new SeededBug(
                  "stale-fence-accepted",
                  "whoever names a running task may complete it",
                  6,
                  "tasks",
                  List.of("pause"),
                  10),
              List.of(new Patch(STATE + "task.OwnerGuard", "check", 6, TaskBugs.AnyFence.class))),
          new Entry(
              new SeededBug(
                  "stale-epoch-accepted",
                  "an older instance of an agent is taken for the newest",
                  6,
                  "leases",
                  List.of("pause"),
                  10),
              List.of(new Patch(STATE + "agent.AgentGuard", "check", 4, TaskBugs.AnyEpoch.class))),
          new Entry(
              new SeededBug(
                  "lost-write-at-power-loss",
                  "the log is written and never forced to disk",
                  7,
                  "set",
                  List.of("power-loss"),
                  15),
              List.of(
                  new Patch(
                      RATIS + "raftlog.segmented.BufferedWriteChannel",
                      "flushBuffer",
                      0,
                      LogBugs.AlreadyForced.class))),
          new Entry(
              new SeededBug(
                  "snapshot-loses-entries",
                  "some routes that changed are not written into the next snapshot",
                  8,
                  "register",
                  List.of("kill"),
                  60),
              List.of(new Patch(STATE + "table.Table", "put", 2, StateBugs.ForgetChange.class))),
          new Entry(
              new SeededBug(
                  "snapshot-claims-too-much",
                  "a snapshot counts one entry that is not in it",
                  8,
                  "counter",
                  List.of("kill"),
                  15),
              List.of(
                  new Patch(
                      SERVER + "engine.Snapshots", "begin", 2, StateBugs.ClaimOneMore.class))),
          new Entry(
              new SeededBug(
                  "non-deterministic-apply",
                  "a replica reads its own wall clock while it applies",
                  9,
                  "tasks",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "core.Progress", "wallMillis", 0, StateBugs.OwnClock.class))),
          new Entry(
              new SeededBug(
                  "keep-alive-acknowledged-without-commit",
                  "a renewal is acknowledged before it is committed",
                  10,
                  "leases",
                  List.of("partition"),
                  15),
              List.of(
                  new Patch(
                      SERVER + "grpc.AgentsService",
                      "registerAgent",
                      2,
                      ServerBugs.NoteLease.class),
                  new Patch(
                      SERVER + "grpc.AgentsService",
                      "renewAgents",
                      2,
                      ServerBugs.RenewUncommitted.class))),
          new Entry(
              new SeededBug(
                  "fail-for-what-commits",
                  "an appended proposal whose outcome is lost is reported as refused",
                  13,
                  "set",
                  List.of("partition"),
                  40),
              List.of(
                  new Patch(
                      SERVER + "ratis.Submission",
                      "appendReached",
                      0,
                      LogBugs.NeverAppended.class))),
          new Entry(
              new SeededBug(
                  "completed-task-redelivered",
                  "some completed tasks go back to their queue",
                  14,
                  "tasks",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "core.TaskStore", "replace", 3, TaskBugs.CompletedGoesBack.class))),
          new Entry(
              new SeededBug(
                  "release-loses-task",
                  "some tasks that come back to their queue are never granted again",
                  14,
                  "tasks",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "core.ReadyTasks", "add", 1, TaskBugs.ReturnedIsNotReady.class))),
          new Entry(
              new SeededBug(
                  "stuck-after-leader-change",
                  "a node that leads for the second time takes no proposals",
                  15,
                  "register",
                  List.of("transfer"),
                  15),
              List.of(
                  new Patch(SERVER + "propose.Proposer", "open", 1, ServerBugs.OpenOnce.class))),
          new Entry(
              new SeededBug(
                  "watch-drops-change",
                  "some changes are not told to watchers",
                  15,
                  "watch",
                  List.of("kill"),
                  10),
              List.of(
                  new Patch(
                      SERVER + "grpc.WatchStream", "matches", 1, ServerBugs.DropChange.class))),
          new Entry(
              new SeededBug(
                  "watch-duplicates-change",
                  "now and then a change is told twice",
                  15,
                  "watch",
                  List.of("kill"),
                  10),
              List.of(
                  new Patch(SERVER + "grpc.WatchStream", "send", 2, ServerBugs.SendAgain.class))));

  /** In the order of the documentation. */
  static final List<Entry> ENTRIES =
      Stream.of(CORE, AgentCatalogue.ENTRIES, QueueCatalogue.ENTRIES, SagaCatalogue.ENTRIES)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}
}

package io.caxton.jepsen.bug;

import java.util.List;

/** Seeded bugs of agents that come back: their journals, messages, commits and recoveries. */
final class AgentCatalogue {
  private static final String STATE = "io.caxton.state.";

  static final List<Catalogue.Entry> ENTRIES =
      List.of(
          new Catalogue.Entry(
              new SeededBug(
                  "stale-epoch-append",
                  "an older instance may append to the journal of the newest",
                  16,
                  "zombies",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "journal.AppendEvents",
                      "apply",
                      1,
                      AgentBugs.AppendInAnyEpoch.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "journal-loses-event",
                  "of some appends of several events the last one is acknowledged and left out",
                  16,
                  "journal",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "journal.JournalAppends", "append", 3, AgentBugs.AppendLess.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "trim-too-far",
                  "a journal is trimmed up to the newest checkpoint instead of the one before",
                  16,
                  "journal",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "checkpoint.Restorable",
                      "trimmableThrough",
                      2,
                      AgentBugs.TrimAll.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "event-lost-on-recovery",
                  "a plan begins one event too late when there is a checkpoint",
                  17,
                  "recovery",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "recovery.RecoveryPlans", "events", 3, AgentBugs.PlanLess.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "plan-not-one-position",
                  "a plan tells of the inbox as it was at the recovery before",
                  17,
                  "recovery",
                  List.of("pause"),
                  10),
              List.of(new Patch(STATE + "core.MailPlan", "addTo", 3, AgentBugs.OlderMail.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "ack-not-in-commit",
                  "some commits end the task and append the event, and do not ack the message",
                  18,
                  "commit",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "commit.AtomicCommit", "change", 3, AgentBugs.LeaveAcks.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "message-lost-on-stream",
                  "of some deliveries by a stream the last message is left out",
                  19,
                  "conversation",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      "io.caxton.server.grpc.InboxStream$Source",
                      "delivery",
                      1,
                      AgentBugs.DeliverLess.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "acked-message-redelivered",
                  "a new epoch is given some messages again that were acked",
                  19,
                  "conversation",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "conversation.AckMessages", "ack", 3, AgentBugs.AckNothing.class))));

  private AgentCatalogue() {}
}

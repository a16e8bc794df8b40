package io.caxton.jepsen.bug;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.AckResult;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewEvent;
import io.caxton.v1.ReceiveMessagesResponse;
import io.caxton.v1.RecoveryPlan;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Journals, messages, commits and recoveries of agents. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class AgentBugs {
  private AgentBugs() {}

  /** Of {@code AppendEvents.apply}: whoever appends is taken for the newest instance. */
  static final class AppendInAnyEpoch {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.FieldValue("core") Core core,
        @Advice.Argument(value = 0, readOnly = false) AppendEventsRequest request) {
      Fleet fleet = core.fleets().get(request.getFleet());
      Agent agent = fleet == null ? null : fleet.agents().get(request.getAgentId());
      if (agent != null) {
        request = request.toBuilder().setEpoch(agent.getEpoch()).build();
      }
    }
  }

  /** Of {@code JournalAppends.append}. */
  static final class AppendLess {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 2, readOnly = false) List<NewEvent> events) {
      if (events.size() > 1 && Sample.hits(events.getFirst().getBody().toStringUtf8(), 10)) {
        events = events.subList(0, events.size() - 1);
      }
    }
  }

  /** Of {@code Restorable.trimmableThrough}: one checkpoint is enough. */
  static final class TrimAll {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) AgentCheckpoints row, @Advice.Return(readOnly = false) long through) {
      int saved = row.getCheckpointsCount();
      through = saved == 0 ? 0 : row.getCheckpoints(saved - 1).getCoversSeq();
    }
  }

  /** Of {@code RecoveryPlans.events}. */
  static final class PlanLess {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(0) RecoveryPlan.Builder plan,
        @Advice.Argument(value = 2, readOnly = false) long fromSeq) {
      if (plan.hasCheckpoint()) {
        fromSeq++;
      }
    }
  }

  /** Of {@code MailPlan.addTo}: the inbox is that of the plan before. */
  static final class OlderMail {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) RecoveryPlan.Builder plan, @Advice.Argument(2) String agentId) {
      plan.setInboxMessages(Counts.before(agentId, plan.getInboxMessages()));
    }
  }

  /** Of {@code AtomicCommit.change}. */
  static final class LeaveAcks {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 1, readOnly = false) CommitRequest request) {
      if (request.getAcksCount() > 0 && Sample.hits(request.getAcks(0).getSeq(), 10)) {
        request = request.toBuilder().clearAcks().build();
      }
    }
  }

  /** Of {@code InboxStream.Source.delivery}. */
  static final class DeliverLess {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) ReceiveMessagesResponse taken) {
      if (taken.getMessagesCount() > 0 && Counts.everyTenth()) {
        taken = taken.toBuilder().removeMessages(taken.getMessagesCount() - 1).build();
      }
    }
  }

  /** Of {@code AckMessages.ack}: acknowledged, and nothing is done. */
  static final class AckNothing {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(2) MessageId id) {
      return Sample.hits(id.getSeq(), 10);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean skipped, @Advice.Return(readOnly = false) AckResult result) {
      if (skipped) {
        result = AckResult.newBuilder().setAcked(true).build();
      }
    }
  }
}

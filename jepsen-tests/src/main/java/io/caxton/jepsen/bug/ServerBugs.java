package io.caxton.jepsen.bug;

import io.caxton.server.engine.Views;
import io.caxton.state.State;
import io.caxton.state.feed.FeedChange;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/** Reads, clocks, leadership, answers and watches of a node. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class ServerBugs {
  private ServerBugs() {}

  /** Of {@code ReadBarrier.current}: the newest state of this node, whoever leads. */
  static final class ReadWhatIsHere {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return true;
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("views") Views views,
        @Advice.Return(readOnly = false) CompletableFuture<State> state) {
      state = CompletableFuture.completedFuture(views.newest());
    }
  }

  /** Of {@code LeaderClock.count}: what passed is read from the wall clock, whatever it was. */
  static final class CountWall {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.This Object clock, @Advice.Argument(value = 0, readOnly = false) long millis) {
      millis = WallTicks.since(clock);
    }
  }

  /** Of {@code LeaderClock.start}. */
  static final class StartWall {
    @Advice.OnMethodExit
    static void exit(@Advice.This Object clock) {
      WallTicks.start(clock);
    }
  }

  /** Of {@code Proposer.open}: a node that leads for the second time takes nothing. */
  static final class OpenOnce {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This Object proposer) {
      return Counts.isAgain(proposer);
    }
  }

  /** Of {@code AgentsService.registerAgent}. */
  static final class NoteLease {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) RegisterAgentRequest request) {
      Renewals.registered(request);
    }
  }

  /** Of {@code AgentsService.renewAgents}: acknowledged at once, proposed all the same. */
  static final class RenewUncommitted {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(0) RenewAgentsRequest request,
        @Advice.Argument(value = 1, readOnly = false) StreamObserver<RenewAgentsResponse> call) {
      call = Renewals.acknowledge(request, call);
    }
  }

  /** Of {@code WatchStream.matches}: some changes are not told. */
  static final class DropChange {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) FeedChange change, @Advice.Return(readOnly = false) boolean matches) {
      matches &= !Sample.hits(change.position(), 40);
    }
  }

  /** Of {@code WatchStream.send}: now and then the last command's changes are sent again. */
  static final class SendAgain {
    @Advice.OnMethodExit
    static void exit(@Advice.FieldValue(value = "cursor", readOnly = false) long cursor) {
      if (Counts.everyTenth()) {
        cursor--;
      }
    }
  }
}

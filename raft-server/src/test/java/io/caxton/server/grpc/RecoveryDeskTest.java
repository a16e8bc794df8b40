package io.caxton.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.error.RefusedException;
import io.caxton.state.Result;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.Call;
import io.caxton.v1.Command;
import io.caxton.v1.Criticality;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecoveryDeskTest {
  private static final int LONG = 60_000;
  private static final Result BEGUN =
      new Result(1, false, Reply.getDefaultInstance(), List.of(), List.of(), List.of());

  /** Begins that were proposed and are not applied, by agent, in order. */
  private final List<String> proposed = new ArrayList<>();

  private final Map<String, CompletableFuture<Result>> underWay = new HashMap<>();
  private int free;
  private String recovering = "";

  private final RecoveryDesk desk =
      new RecoveryDesk(
          new RecoveryDesk.Leader() {
            @Override
            public void require() {}

            @Override
            public int freePlaces(Criticality criticality) {
              return criticality == Criticality.CRITICALITY_LOW ? free - 1 : free;
            }

            @Override
            public boolean hasPlace(String fleet, String agentId) {
              return agentId.equals(recovering);
            }

            @Override
            public CompletableFuture<Result> propose(Command command) {
              String agent = command.getBeginRecovery().getRegistration().getAgentId();
              proposed.add(agent);
              CompletableFuture<Result> answer = new CompletableFuture<>();
              underWay.put(agent, answer);
              return answer;
            }
          },
          Runnable::run);

  private CompletableFuture<Result> begin(String agent, Criticality criticality, int waitMillis) {
    return desk.begin(request(agent, criticality, waitMillis), () -> false);
  }

  private static BeginRecoveryRequest request(
      String agent, Criticality criticality, int waitMillis) {
    return BeginRecoveryRequest.newBuilder()
        .setCall(Call.newBuilder().setSessionId(1).setSequence(1).setFirstOpen(1))
        .setRegistration(
            RegisterAgentRequest.newBuilder()
                .setAgentId(agent)
                .setLeaseMillis(10_000)
                .setCriticality(criticality))
        .setWaitMillis(waitMillis)
        .build();
  }

  /** It is applied: it has its place, and one is free less. */
  private void apply(String agent) {
    free--;
    underWay.get(agent).complete(BEGUN);
  }

  @Test
  void shouldNotPromiseOnePlaceTwice() {
    free = 1;
    begin("a", Criticality.CRITICALITY_NORMAL, LONG);
    CompletableFuture<Result> second = begin("b", Criticality.CRITICALITY_NORMAL, LONG);
    assertThat(proposed).containsExactly("a");

    apply("a");
    assertThat(proposed).containsExactly("a");

    free++;
    desk.placeFreed();
    assertThat(proposed).containsExactly("a", "b");
    apply("b");
    assertThat(second).isCompleted();
  }

  @Test
  void shouldLetTheCriticalGoFirst() {
    begin("low", Criticality.CRITICALITY_LOW, LONG);
    begin("first", Criticality.CRITICALITY_NORMAL, LONG);
    begin("second", Criticality.CRITICALITY_NORMAL, LONG);
    begin("high", Criticality.CRITICALITY_HIGH, LONG);

    free = 2;
    desk.placeFreed();
    assertThat(proposed).containsExactly("high", "first");

    free = 4;
    desk.placeFreed();
    assertThat(proposed).containsExactly("high", "first", "second");
  }

  @Test
  void shouldSayBusyWhenTheTimeIsOverAndThenNotBegin() {
    CompletableFuture<Result> atOnce = begin("a", Criticality.CRITICALITY_NORMAL, 0);
    CompletableFuture<Result> soon = begin("b", Criticality.CRITICALITY_NORMAL, 50);
    for (CompletableFuture<Result> answer : List.of(atOnce, soon)) {
      assertThatThrownBy(() -> answer.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused ->
                  assertThat(refused.refusal().getReason()).isEqualTo(ErrorReason.RECOVERY_BUSY));
    }
    free = 2;
    desk.placeFreed();
    assertThat(proposed).isEmpty();
  }

  @Test
  void shouldGiveThePlaceOfAnAgentThatHasGoneAwayToTheNext() {
    AtomicBoolean gone = new AtomicBoolean();
    desk.begin(request("a", Criticality.CRITICALITY_NORMAL, LONG), gone::get);
    begin("b", Criticality.CRITICALITY_NORMAL, LONG);
    gone.set(true);

    free = 1;
    desk.placeFreed();
    assertThat(proposed).containsExactly("b");
  }

  @Test
  void shouldNotKeepAnAgentWaitingThatHasItsPlace() {
    recovering = "a";
    begin("a", Criticality.CRITICALITY_NORMAL, LONG);
    assertThat(proposed).containsExactly("a");
  }

  @Test
  void shouldSendEverybodyOnWhenItLeadsNoMore() {
    begin("a", Criticality.CRITICALITY_NORMAL, LONG);
    begin("b", Criticality.CRITICALITY_LOW, LONG);
    desk.sendAway();
    // Proposed, which the node refuses with the name of who leads.
    assertThat(proposed).containsExactly("a", "b");
  }
}

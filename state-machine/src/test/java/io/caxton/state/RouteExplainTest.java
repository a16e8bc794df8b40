package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.read.RouteExplanation;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Conversation;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainRouteResponse;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Record;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendResult;
import io.caxton.v1.StateHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** After random histories a message goes where the explanation said, or is refused as it said. */
class RouteExplainTest {
  private static final int RECORDS = 1_500;
  private int compared;

  @Test
  void shouldSayBeforeWhatTheNextSendDoes() {
    Seeds.each(RouteExplainTest.class, Integer.getInteger("caxton.histories", 3), this::run);
    assertThat(compared).isGreaterThan(30);
  }

  private void run(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Random random = new Random(~seed);
    StateMachine live = new StateMachine(ReplayEqualsLiveTest.LIMITS);
    for (int i = 0; i < RECORDS; i++) {
      for (Result result : apply(live, history.next(live.freeze()))) {
        if (result.reply().hasOpenSession()) {
          history.opened(result.reply().getOpenSession().getSessionId());
        }
      }
      sender(live.freeze()).ifPresent(sender -> compare(live, random, sender));
    }
  }

  /** One who runs and is owed nothing, so that nothing but the way of the message can refuse it. */
  private static Optional<Agent> sender(State state) {
    return state.agents("").values().stream()
        .filter(agent -> agent.getStateValue() == 2)
        .min(java.util.Comparator.comparing(Agent::getId));
  }

  private void compare(StateMachine live, Random random, Agent sender) {
    State state = live.freeze();
    List<Conversation> open =
        state.conversations("").values().stream()
            .filter(row -> row.getStateValue() == 1 && row.getParticipantsCount() < 3)
            .sorted(java.util.Comparator.comparing(Conversation::getId))
            .toList();
    if (open.isEmpty()) {
      return;
    }
    NewMessage message =
        new RandomTalk(random, new RandomHistory(0))
            .toCapability(
                NewMessage.newBuilder()
                    .setConversationId(open.get(random.nextInt(open.size())).getId())
                    .setPerformativeValue(1))
            .setWaitForProvider(random.nextBoolean())
            .build();
    ExplainRouteResponse said =
        RouteExplanation.of(
                state,
                ExplainRouteRequest.newBuilder()
                    .setCapability(message.getToCapability())
                    .setConversationId(message.getConversationId())
                    .addAllToLabels(message.getToLabelsList())
                    .build(),
                ReplayEqualsLiveTest.LIMITS.conversations())
            .build();
    SendResult result = send(live, state.header(), sender, message);
    String seen = message + "\nsaid " + said + "\nwas " + result;
    if (!said.getAgentId().isEmpty()) {
      if (result.hasRefusal()) {
        // One participant too many: not a matter of the route.
        assertThat(result.getRefusal().getMessage()).as(seen).contains("participants");
        return;
      }
      assertThat(result.getSent().getToAgent()).as(seen).isEqualTo(said.getAgentId());
      compared++;
    } else if (result.hasSent()) {
      assertThat(result.getSent().getToAgent()).as(seen).isEmpty();
      assertThat(said.getMayWait() && message.getWaitForProvider()).as(seen).isTrue();
    } else if (!message.getWaitForProvider()) {
      assertThat(result.getRefusal().getReason()).as(seen).isEqualTo(said.getRefusal());
    }
  }

  private static SendResult send(
      StateMachine live, StateHeader now, Agent sender, NewMessage message) {
    Record record =
        Record.newBuilder()
            .setVersion(1)
            .setTick(now.getTick())
            .setWallMillis(now.getWallMillis())
            .addCommands(
                Command.newBuilder()
                    .setSendMessages(
                        SendMessagesRequest.newBuilder()
                            .setAgentId(sender.getId())
                            .setEpoch(sender.getEpoch())
                            .addMessages(message)))
            .build();
    return apply(live, record).getFirst().reply().getSendMessages().getResults(0);
  }

  private static List<Result> apply(StateMachine machine, Record record) {
    List<Result> results = new ArrayList<>();
    machine.apply(record, (index, result) -> results.add(result));
    return results;
  }
}

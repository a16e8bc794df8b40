package io.caxton.state;

import static io.caxton.state.Talk.toCapability;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.read.RouteExplanation;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainRouteResponse;
import io.caxton.v1.Label;
import io.caxton.v1.NewMessage;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RouteCandidate;
import io.caxton.v1.RouteCandidate.Verdict;
import io.caxton.v1.RouteStrategy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Routing;
import io.caxton.v1.Sent;
import io.caxton.v1.VersionMatch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a capability's route, and their explanation. */
class RoutingTest {
  private static final int INBOX_MAX = 4;

  private final Talk talk = new Talk(new ConversationLimits(100, 100, INBOX_MAX, 100, 100, 100));
  private Agent ann;

  @BeforeEach
  void openConversations() {
    ann = talk.register("ann");
    talk.open(ann, "c");
    talk.open(ann, "d");
  }

  private Agent provider(String id, String version, int concurrency, String zone) {
    return talk.replica
        .reply(
            Command.newBuilder()
                .setRegisterAgent(
                    RegisterAgentRequest.newBuilder()
                        .setAgentId(id)
                        .setLeaseMillis(3_600_000)
                        .addLabels(label(zone))
                        .addCapabilities(
                            Capability.newBuilder()
                                .setName("sum")
                                .setVersion(version)
                                .setConcurrency(concurrency))))
        .getRegisterAgent()
        .getAgent();
  }

  private static Label label(String zone) {
    return Label.newBuilder().setKey("zone").setValue(zone).build();
  }

  private void rule(Routing.Builder routing) {
    talk.replica.apply(
        Command.newBuilder()
            .setPutRoute(
                PutRouteRequest.newBuilder()
                    .setName("sum")
                    .addTargets(RouteTarget.newBuilder().setCapability("sum"))
                    .setRouting(routing)));
  }

  private static Routing.Builder strategy(RouteStrategy strategy) {
    return Routing.newBuilder().setStrategy(strategy);
  }

  private String sent(String conversation, String capability) {
    return talk.send(ann, toCapability(conversation, capability, "x")).getToAgent();
  }

  private ExplainRouteResponse explain(String capability, String conversation, Label... labels) {
    return RouteExplanation.of(
            talk.state(),
            ExplainRouteRequest.newBuilder()
                .setCapability(capability)
                .setConversationId(conversation)
                .addAllToLabels(List.of(labels))
                .build(),
            new ConversationLimits(100, 100, INBOX_MAX, 100, 100, 100))
        .build();
  }

  private static Map<String, Verdict> verdicts(ExplainRouteResponse explained) {
    return explained.getCandidatesList().stream()
        .collect(Collectors.toMap(RouteCandidate::getAgentId, RouteCandidate::getVerdict));
  }

  @Test
  void shouldGoRoundByIdAndRememberWhereItIs() {
    rule(strategy(RouteStrategy.ROUTE_STRATEGY_ROUND_ROBIN));
    for (String id : List.of("p2", "p1", "p3")) {
      provider(id, "", 0, "a");
    }

    assertThat(List.of(sent("c", "sum"), sent("d", "sum"))).containsExactly("p1", "p2");
    // A new rule of the same kind goes on; the revision tells of puts only.
    long revision = talk.state().route("", "sum").orElseThrow().getRevision();
    assertThat(sent("c", "sum")).isEqualTo("p3");
    assertThat(talk.state().route("", "sum").orElseThrow().getRevision()).isEqualTo(revision);
    rule(strategy(RouteStrategy.ROUTE_STRATEGY_ROUND_ROBIN));
    talk.deregister(talk.replica.agent("p1"));
    // What p1 had went to the next, which was p2.
    assertThat(sent("c", "sum")).isEqualTo("p3");
    provider("p1", "", 0, "a");
    assertThat(List.of(sent("c", "sum"), sent("c", "sum"))).containsExactly("p1", "p2");
  }

  @Test
  void shouldGoRoundWithinOneCommit() {
    rule(strategy(RouteStrategy.ROUTE_STRATEGY_ROUND_ROBIN));
    provider("p1", "", 0, "a");
    provider("p2", "", 0, "a");
    CommitRequest.Builder commit =
        CommitRequest.newBuilder().setAgentId("ann").setEpoch(ann.getEpoch());
    for (int i = 0; i < 4; i++) {
      commit.addMessages(toCapability("c", "sum", "x"));
    }

    assertThat(talk.replica.reply(Command.newBuilder().setCommit(commit)).getCommit().getSentList())
        .extracting(Sent::getToAgent)
        .containsExactly("p1", "p2", "p1", "p2");
    assertThat(sent("c", "sum")).isEqualTo("p1");
  }

  @Test
  void shouldStayWithTheConversationsAgentWhileItCan() {
    rule(strategy(RouteStrategy.ROUTE_STRATEGY_AFFINITY));
    provider("p1", "", 0, "a");
    provider("p2", "", 0, "a");

    assertThat(List.of(sent("c", "sum"), sent("d", "sum"), sent("d", "sum")))
        .containsExactly("p1", "p2", "p2");
    assertThat(explain("sum", "d").getAgentId()).isEqualTo("p2");
    assertThat(explain("sum", "").getAgentId()).isEqualTo("p1");
    talk.deregister(talk.replica.agent("p2"));
    provider("p2", "", 0, "a");
    // Its messages went to p1, and so does the conversation from now on.
    assertThat(sent("d", "sum")).isEqualTo("p1");
  }

  @Test
  void shouldKeepAffinityWithinOneCommit() {
    rule(strategy(RouteStrategy.ROUTE_STRATEGY_AFFINITY));
    provider("p1", "", 0, "a");
    provider("p2", "", 0, "a");
    CommitRequest.Builder commit =
        CommitRequest.newBuilder().setAgentId("ann").setEpoch(ann.getEpoch());
    for (int i = 0; i < 3; i++) {
      commit.addMessages(toCapability("c", "sum", "x"));
    }

    assertThat(talk.replica.reply(Command.newBuilder().setCommit(commit)).getCommit().getSentList())
        .extracting(Sent::getToAgent)
        .containsOnly("p1");
  }

  @Test
  void shouldFindALaterVersionOnlyByTheRule() {
    provider("p9", "1.9", 0, "a");
    provider("p10", "1.10", 0, "a");
    assertThat(talk.refused(ann, toCapability("c", "sum:1.9.1", "")))
        .isEqualTo(ErrorReason.NO_PROVIDER);

    rule(Routing.newBuilder().setVersionMatch(VersionMatch.VERSION_MATCH_AT_LEAST));

    assertThat(sent("c", "sum:1.9.1")).isEqualTo("p10");
    assertThat(verdicts(explain("sum:1.9.1", "")))
        .containsEntry("p10", Verdict.VERDICT_CHOSEN)
        .containsEntry("p9", Verdict.VERDICT_WRONG_VERSION);
    assertThat(talk.refused(ann, toCapability("c", "sum:2", "")))
        .isEqualTo(ErrorReason.NO_PROVIDER);
  }

  @Test
  void shouldAskForLabelsOfMessageAndRoute() {
    provider("p1", "", 0, "a");
    provider("p2", "", 0, "b");
    NewMessage.Builder toB = toCapability("c", "sum", "x").addToLabels(label("b"));

    assertThat(talk.send(ann, toB).getToAgent()).isEqualTo("p2");
    rule(Routing.newBuilder().addSelector(label("a")));
    assertThat(sent("c", "sum")).isEqualTo("p1");
    assertThat(talk.refused(ann, toB)).isEqualTo(ErrorReason.NO_PROVIDER);
    ExplainRouteResponse explained = explain("sum", "", label("b"));
    assertThat(explained.getRefusal()).isEqualTo(ErrorReason.NO_PROVIDER);
    assertThat(explained.getCandidatesList())
        .allMatch(candidate -> candidate.getVerdict() == Verdict.VERDICT_LABELS);
    assertThat(explained.getCandidatesList())
        .extracting(RouteCandidate::getReason)
        .anyMatch(reason -> reason.contains("zone=b"));
  }

  @Test
  void shouldNotGiveMoreThanTheConcurrencyAndGoOnWithAcks() {
    // given
    Agent p1 = provider("p1", "", 1, "a");
    NewMessage.Builder waiting = toCapability("c", "sum", "x").setWaitForProvider(true);
    assertThat(sent("c", "sum")).isEqualTo("p1");

    // when
    assertThat(talk.refused(ann, toCapability("c", "sum", ""))).isEqualTo(ErrorReason.INBOX_FULL);
    assertThat(talk.send(ann, waiting).getToAgent()).isEmpty();
    talk.send(ann, Talk.message("c", "p1", "direct"));

    // then
    ExplainRouteResponse explained = explain("sum", "");
    assertThat(explained.getRefusal()).isEqualTo(ErrorReason.INBOX_FULL);
    assertThat(explained.getMayWait()).isTrue();
    assertThat(explained.getWaitingMessages()).isEqualTo(1);
    assertThat(explained.getCandidates(0))
        .satisfies(
            candidate -> {
              assertThat(candidate.getVerdict()).isEqualTo(Verdict.VERDICT_AT_CONCURRENCY);
              assertThat(candidate.getCapabilityMessages()).isEqualTo(1);
              assertThat(candidate.getMessages()).isEqualTo(2);
              assertThat(candidate.getConcurrency()).isEqualTo(1);
            });
    talk.receive(p1);
    talk.ack(p1, Talk.id("c", 1));
    assertThat(talk.state().inbox("").get("c#2").getToAgent()).isEqualTo("p1");
  }

  @Test
  void shouldUseThePlaceThatTheSameCommitAcked() {
    Agent p1 = provider("p1", "", 1, "a");
    assertThat(sent("c", "sum")).isEqualTo("p1");
    talk.receive(p1);

    talk.replica.apply(
        Command.newBuilder()
            .setCommit(
                CommitRequest.newBuilder()
                    .setAgentId("p1")
                    .setEpoch(p1.getEpoch())
                    .addAcks(Talk.id("c", 1))
                    .addMessages(toCapability("c", "sum", "x").setWaitForProvider(true))));

    assertThat(talk.state().inbox("").get("c#2").getToAgent()).isEqualTo("p1");
  }

  @Test
  void shouldRouteWhatWaitsWhenTheRuleChanges() {
    provider("p1", "2", 0, "a");
    NewMessage.Builder waiting = toCapability("c", "sum:1", "x").setWaitForProvider(true);
    assertThat(talk.send(ann, waiting).getToAgent()).isEmpty();

    rule(Routing.newBuilder().setVersionMatch(VersionMatch.VERSION_MATCH_AT_LEAST));
    assertThat(talk.state().inbox("").get("c#1").getToAgent()).isEqualTo("p1");

    talk.replica.apply(
        Command.newBuilder().setDeleteRoute(DeleteRouteRequest.newBuilder().setName("sum")));
    assertThat(talk.state().inbox("").get("c#1").getToAgent()).isEmpty();
  }

  @Test
  void shouldSayOfEachAgentWhyItIsNotChosen() {
    // given
    provider("best", "1", 0, "a");
    provider("other", "1", 0, "a");
    provider("old", "0", 0, "a");
    provider("far", "1", 0, "b");
    Agent drains = provider("drains", "1", 0, "a");
    talk.replica.apply(
        Command.newBuilder()
            .setDrainAgent(
                DrainAgentRequest.newBuilder().setAgentId("drains").setEpoch(drains.getEpoch())));
    talk.deregister(provider("left", "1", 0, "a"));
    Agent full = provider("full", "1", 0, "a");
    for (int i = 0; i < INBOX_MAX; i++) {
      talk.send(ann, Talk.message("c", full.getId(), "x"));
    }
    talk.send(ann, Talk.message("c", "other", "x"));

    // when
    ExplainRouteResponse explained = explain("sum:1", "", label("a"));

    // then
    assertThat(explained.getAgentId()).isEqualTo("best");
    assertThat(explained.getCandidates(0).getLeaseUntilTick()).isPositive();
    assertThat(explained.getCandidatesList().getFirst().getAgentId()).isEqualTo("best");
    assertThat(verdicts(explained))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "best", Verdict.VERDICT_CHOSEN,
                "other", Verdict.VERDICT_ELIGIBLE,
                "old", Verdict.VERDICT_WRONG_VERSION,
                "far", Verdict.VERDICT_LABELS,
                "drains", Verdict.VERDICT_DRAINING,
                "left", Verdict.VERDICT_NOT_RUNNING,
                "full", Verdict.VERDICT_INBOX_FULL));
    talk.replica.pass(3_600_000);
    assertThat(verdicts(explain("sum", ""))).containsEntry("best", Verdict.VERDICT_LEASE_ENDED);
  }
}

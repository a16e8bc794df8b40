package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.server.DivisionInfo;
import org.junit.jupiter.api.Test;

class LeaderFactsTest {
  private long term = 2;
  private RaftPeerRole role = RaftPeerRole.CANDIDATE;
  private long committed = 5;
  private Runnable beforeRole = () -> {};

  private final DivisionInfo info =
      (DivisionInfo)
          Proxy.newProxyInstance(
              DivisionInfo.class.getClassLoader(),
              new Class<?>[] {DivisionInfo.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "getCurrentTerm" -> term;
                    case "getCurrentRole" -> {
                      beforeRole.run();
                      yield role;
                    }
                    case "isAlive" -> true;
                    case "isLeaderReady" -> role == RaftPeerRole.LEADER;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  /** Else a read is proven with an index below what the leader before has acknowledged. */
  @Test
  void shouldNotTakeWhatACandidateKnewForWhatTheLeaderKnows() {
    // given a candidate that knows less than was committed, and wins while somebody looks
    beforeRole =
        () -> {
          role = RaftPeerRole.LEADER;
          committed = 9;
        };

    // when
    LeaderFacts facts = LeaderFacts.read(info, () -> committed);

    // then
    assertThat(facts.leaderReady()).isTrue();
    assertThat(facts.commitIndex()).isEqualTo(9);
  }

  @Test
  void shouldNotMixTwoLeaderships() {
    // given a leader that loses its office while somebody looks, and may win a later one
    role = RaftPeerRole.LEADER;

    // when
    LeaderFacts facts =
        LeaderFacts.read(
            info,
            () -> {
              term = 4;
              return committed;
            });

    // then
    assertThat(facts.term()).isEqualTo(2);
    assertThat(facts.leaderReady()).isFalse();
  }
}

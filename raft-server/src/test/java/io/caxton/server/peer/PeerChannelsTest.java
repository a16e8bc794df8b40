package io.caxton.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeerChannelsTest {
  private static final String PEER = "127.0.0.1:1";

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void shouldDialASilentPeerAnewButNotAgainAndAgain() {
    try (PeerChannels channels =
        new PeerChannels(InsecureChannelCredentials.create(), nanos::get)) {
      ManagedChannel first = channels.to(PEER);
      channels.redial(PEER);
      assertThat(channels.to(PEER)).isSameAs(first);

      nanos.addAndGet(PeerChannels.YOUNG_NANOS + 1);
      channels.redial(PEER);

      ManagedChannel second = channels.to(PEER);
      assertThat(second).isNotSameAs(first);
      assertThat(first.isShutdown()).isTrue();
      channels.redial(PEER);
      assertThat(channels.to(PEER)).isSameAs(second);
    }
  }
}

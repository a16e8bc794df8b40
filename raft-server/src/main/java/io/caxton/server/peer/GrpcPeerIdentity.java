package io.caxton.server.peer;

import io.caxton.server.config.Peer;
import io.caxton.server.storage.PeerIdentity;
import io.caxton.v1.GetIdentityRequest;
import io.caxton.v1.GetIdentityResponse;
import io.caxton.v1.NodeGrpc;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks the configured peers who they are; see {@link PeerIdentity}. */
public final class GrpcPeerIdentity implements PeerIdentity {
  private static final long TIMEOUT_MILLIS = 1_000;

  private final PeerChannels channels;
  private final List<Peer> peers;

  public GrpcPeerIdentity(PeerChannels channels, List<Peer> peers) {
    this.channels = channels;
    this.peers = peers;
  }

  @Override
  public Optional<Answer> ask(String nodeId) {
    return peers.stream().filter(peer -> peer.id().equals(nodeId)).findFirst().flatMap(this::ask);
  }

  private Optional<Answer> ask(Peer peer) {
    try {
      GetIdentityResponse response =
          NodeGrpc.newBlockingStub(channels.to(peer.client().toString()))
              .withDeadlineAfter(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
              .getIdentity(GetIdentityRequest.getDefaultInstance());
      return Optional.of(
          new Answer(
              response.getClusterId(),
              response.getNodeId(),
              response.getBootstrapped(),
              Set.copyOf(response.getMembersList())));
    } catch (RuntimeException e) {
      // Not there, or not speaking our language: no answer either way.
      return Optional.empty();
    }
  }
}

package io.caxton.server.ratis;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leader dials a silent peer anew, again and again, and a node that finds no leader dials all.
 * Without it the old connection is used until TCP gives up: after a partition of ten seconds its
 * next packet leaves up to ten seconds after the partition has healed, since TCP doubles its
 * pauses, and for so long the peer lags behind.
 */
final class Redial implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Redial.class);
  private static final long PERIOD_MILLIS = 250;

  /**
   * Longer than a pause of a busy peer, whose appends under way would be sent again for nothing.
   */
  private static final long SILENCE_MILLIS = 1_500;

  private static final IOException SILENT = new IOException("the peer is silent");

  private final RaftServer server;
  private final RaftServer.Division division;
  private final Map<RaftPeerId, Long> dialledNanos = new HashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("raft-redial").factory());

  Redial(RaftServer server, RaftServer.Division division) {
    this.server = server;
    this.division = division;
  }

  Redial start() {
    worker.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  private void look() {
    try {
      RoleInfoProto role = division.getInfo().getRoleInfoProto();
      if (role.hasLeaderInfo()) {
        for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
          if (follower.getLastRpcElapsedTimeMs() > SILENCE_MILLIS) {
            dial(RaftPeerId.valueOf(follower.getId().getId()));
          }
        }
      } else if (role.hasCandidateInfo()
          && role.getCandidateInfo().getLastLeaderElapsedTimeMs() > SILENCE_MILLIS) {
        division.getRaftConf().getCurrentPeers().stream()
            .map(RaftPeer::getId)
            .filter(peer -> !peer.equals(division.getId()))
            .forEach(this::dial);
      }
    } catch (RuntimeException steppingDown) {
      LOG.debug("no look at silent peers: {}", steppingDown.toString());
    }
  }

  private void dial(RaftPeerId peer) {
    long now = System.nanoTime();
    Long last = dialledNanos.get(peer);
    if (last == null || now - last > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS)) {
      dialledNanos.put(peer, now);
      // The new connection is there at once, but the call waits 3 s for the end of the old one, and
      // the appender holds on to that for as long.
      Thread.ofVirtual()
          .name("raft-redial-" + peer)
          .start(() -> server.getServerRpc().handleException(peer, SILENT, true));
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}

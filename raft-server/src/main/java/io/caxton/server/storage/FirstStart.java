package io.caxton.server.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a node may take part with the directory it has. An empty directory never forms or
 * joins a cluster by itself, and never takes the place of one that was lost.
 *
 * <p>A bootstrap has two steps, so that a founder with an empty directory is either new or has lost
 * its disk, and everyone can tell which: first every founder writes that it will take part; only
 * when all have, the first of them starts. From then on whoever comes with an empty directory is
 * refused.
 */
public final class FirstStart {
  private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
  private static final long POLL_MILLIS = 100;

  /** What the operator said. */
  public enum Wish {
    /** Nothing: the directory must hold this node's data. */
    RESUME,
    /** Form a new cluster with the peers. No-op for a node that has data. */
    BOOTSTRAP,
    /** Be added to a cluster that exists. No-op for a node that has data. */
    JOIN
  }

  /**
   * @param peerIds the other nodes this one is configured with; at a bootstrap the other founders
   */
  public record Claim(String clusterId, String nodeId, List<String> peerIds, Wish wish) {}

  private final DataDirectory data;
  private final Claim claim;
  private final PeerIdentity peers;

  public FirstStart(DataDirectory data, Claim claim, PeerIdentity peers) {
    this.data = data;
    this.claim = claim;
    this.peers = peers;
  }

  /**
   * Returns when the node may start its log. At a bootstrap it waits for the other founders, at
   * most {@code patience}; meanwhile this node must answer for its own identity.
   */
  public Identity admit(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Identity identity =
        data.identity().isPresent() ? resume(data.identity().get()) : begin(deadline);
    if (identity.phase() == Identity.Phase.PREPARED) {
      awaitFounders(deadline, answer -> !answer.clusterId().isEmpty());
      identity = identity.at(Identity.Phase.FORMED);
      data.write(identity);
    }
    return identity;
  }

  private Identity resume(Identity identity) throws IOException {
    if (!identity.clusterId().equals(claim.clusterId())
        || !identity.nodeId().equals(claim.nodeId())) {
      throw new DataDirectoryException(
          data
              + " belongs to node "
              + identity.nodeId()
              + " of cluster "
              + identity.clusterId()
              + ", this is node "
              + claim.nodeId()
              + " of cluster "
              + claim.clusterId()
              + ": give it its own directory");
    }
    if (identity.phase() == Identity.Phase.STARTED && !data.holdsLog()) {
      throw new DataDirectoryException(
          "the log of node " + claim.nodeId() + " in " + data + " is gone. " + lostDisk());
    }
    return identity;
  }

  private Identity begin(long deadline) throws IOException, InterruptedException {
    if (data.holdsData()) {
      throw new DataDirectoryException(
          data
              + " holds data but no identity: it is not clear whose. Restore the file 'identity',"
              + " or empty the directory. "
              + lostDisk());
    }
    return switch (claim.wish()) {
      case RESUME ->
          throw new DataDirectoryException(
              data
                  + " is empty. If this is a new cluster, start all its nodes with --bootstrap; if"
                  + " this node is to be added to a cluster, start it with --join. If there was"
                  + " data here: "
                  + lostDisk());
      case BOOTSTRAP -> prepare(deadline);
      case JOIN -> join();
    };
  }

  /**
   * Hears every other founder first. One that does not answer may know a cluster in which this node
   * has voted, before its disk was lost: after a power cut the node with the new, empty disk may
   * well be the first one up.
   */
  private Identity prepare(long deadline) throws IOException, InterruptedException {
    awaitFounders(deadline, answer -> true);
    Identity identity =
        new Identity(claim.clusterId(), claim.nodeId(), true, Identity.Phase.PREPARED);
    data.write(identity);
    return identity;
  }

  private void requireNotBootstrapped(String peer, PeerIdentity.Answer answer) throws IOException {
    if (answer.bootstrapped()) {
      throw new DataDirectoryException(
          "the cluster "
              + claim.clusterId()
              + " exists already, node "
              + peer
              + " says: nothing to bootstrap. "
              + lostDisk());
    }
  }

  /**
   * Hears a majority of the nodes it is given: one alone may have missed that this node was added,
   * voted, and lost its disk.
   */
  private Identity join() throws IOException {
    int answered = 0;
    boolean known = false;
    for (String peer : claim.peerIds()) {
      Optional<PeerIdentity.Answer> answer = peers.ask(peer);
      if (answer.isPresent()) {
        requireSameCluster(peer, answer.get());
        if (answer.get().members().contains(claim.nodeId())) {
          throw new DataDirectoryException(
              "node "
                  + claim.nodeId()
                  + " is a member already, and this directory is empty. "
                  + lostDisk());
        }
        answered++;
        known |= answer.get().bootstrapped();
      }
    }
    if (!known || answered * 2 <= claim.peerIds().size()) {
      throw new DataDirectoryException(
          answered
              + " of the nodes "
              + String.join(", ", claim.peerIds())
              + " answer for a cluster "
              + claim.clusterId()
              + ": there is nothing to join unless most of those in peers do. Name its members");
    }
    Identity identity =
        new Identity(claim.clusterId(), claim.nodeId(), false, Identity.Phase.FORMED);
    data.write(identity);
    return identity;
  }

  private void awaitFounders(long deadline, Predicate<PeerIdentity.Answer> wanted)
      throws IOException, InterruptedException {
    TreeSet<String> missing = new TreeSet<>(claim.peerIds());
    boolean said = false;
    while (true) {
      for (String peer : List.copyOf(missing)) {
        Optional<PeerIdentity.Answer> answer = peers.ask(peer);
        if (answer.isPresent()) {
          requireSameCluster(peer, answer.get());
          if (data.identity().isEmpty()) {
            requireNotBootstrapped(peer, answer.get());
          }
          if (wanted.test(answer.get())) {
            missing.remove(peer);
          }
        }
      }
      if (missing.isEmpty()) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new DataDirectoryException(
            "the bootstrap waits for all its nodes, and these did not answer: "
                + String.join(", ", missing)
                + ". Start them with --bootstrap too");
      }
      if (!said) {
        LOG.info("bootstrapping: waiting for {}", missing);
        said = true;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private void requireSameCluster(String peer, PeerIdentity.Answer answer) throws IOException {
    if (!answer.nodeId().equals(peer)) {
      throw new DataDirectoryException(
          "at the address of node "
              + peer
              + " answers node "
              + answer.nodeId()
              + ": check the peers' addresses");
    }
    if (!answer.clusterId().isEmpty() && !answer.clusterId().equals(claim.clusterId())) {
      throw new DataDirectoryException(
          "node "
              + peer
              + " belongs to the cluster "
              + answer.clusterId()
              + ", not to "
              + claim.clusterId());
    }
  }

  private static String lostDisk() {
    return "A node that lost its disk must not come back under its id: remove it from the cluster,"
        + " and start it with an empty directory, a new node id and --join";
  }
}

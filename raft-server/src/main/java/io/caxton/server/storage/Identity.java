package io.caxton.server.storage;

/**
 * Whose data a directory holds.
 *
 * @param founder true if the node is one of those the cluster was bootstrapped with; false if it
 *     was added later
 */
public record Identity(String clusterId, String nodeId, boolean founder, Phase phase) {

  /** How far the node's first start has come; only ever rises. */
  public enum Phase {
    /** The node will take part in the cluster's bootstrap as soon as all its peers will. */
    PREPARED,
    /** The cluster exists. The node has not voted or acknowledged anything yet. */
    FORMED,
    /** The node may have voted and acknowledged: from now on a missing log is a lost disk. */
    STARTED
  }

  Identity at(Phase next) {
    return new Identity(clusterId, nodeId, founder, next);
  }

  /** Does its cluster exist? Told to others that want to bootstrap. */
  public boolean bootstrapped() {
    return phase != Phase.PREPARED;
  }
}

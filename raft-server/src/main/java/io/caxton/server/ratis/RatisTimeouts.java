package io.caxton.server.ratis;

/**
 * When silence means that the leader is gone. A follower waits a random time between the two, and
 * up to twice that if it heard from the leader meanwhile; the leader speaks every half of the
 * smaller one.
 *
 * @param electionMillisMin too small: a pause of the collector or a busy disk looks like a dead
 *     leader, and elections cost more time than they save. Too big: failover takes longer
 * @param electionMillisMax the further above the minimum, the fewer split votes and the longer the
 *     worst failover
 */
public record RatisTimeouts(int electionMillisMin, int electionMillisMax) {
  public static final RatisTimeouts DEFAULT = new RatisTimeouts(200, 400);

  public RatisTimeouts {
    if (electionMillisMin < 50 || electionMillisMax <= electionMillisMin) {
      throw new IllegalArgumentException(
          "election timeouts of "
              + electionMillisMin
              + " to "
              + electionMillisMax
              + " ms: the minimum must be at least 50 ms, the maximum larger");
    }
  }
}

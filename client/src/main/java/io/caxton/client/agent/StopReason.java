package io.caxton.client.agent;

/** Why an agent stopped for good. */
public record StopReason(Kind kind, String message) {
  public enum Kind {
    /** This program closed it. */
    CLOSED,
    /** A newer instance registered under the same id. */
    STALE_EPOCH,
    /** Its lease ended before it could renew it. */
    AGENT_LOST,
    /** The cluster refuses it for another reason. */
    REFUSED,
    /** Its own code could not apply an event that is in its journal. */
    FAILED
  }
}

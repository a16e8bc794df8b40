package io.caxton.state.core;

import io.caxton.v1.RouteCandidate.Verdict;

/**
 * Decides where one message to a capability goes, at apply and in an explanation alike: the first
 * candidate that can take it. Candidates are offered in the rule's order.
 */
public final class RouteDecider {
  private final Ask ask;
  private final RouteRule rule;
  private final int inboxMessagesMax;
  private String chosen = "";
  private boolean busy;
  private boolean full;

  public RouteDecider(Ask ask, RouteRule rule, int inboxMessagesMax) {
    this.ask = ask;
    this.rule = rule;
    this.inboxMessagesMax = inboxMessagesMax;
  }

  /** What becomes of the next one; nobody is chosen after the first. */
  public Verdict offer(Candidate candidate) {
    Verdict verdict = rule.judge(candidate, ask, inboxMessagesMax);
    busy |= verdict == Verdict.VERDICT_AT_CONCURRENCY;
    full |= verdict == Verdict.VERDICT_INBOX_FULL;
    if (verdict == Verdict.VERDICT_ELIGIBLE && chosen.isEmpty()) {
      chosen = candidate.agent().getId();
      return Verdict.VERDICT_CHOSEN;
    }
    return verdict;
  }

  boolean isDecided() {
    return !chosen.isEmpty();
  }

  boolean isFull() {
    return full;
  }

  public Choice choice() {
    return new Choice(chosen, busy, full);
  }

  /**
   * Who gets it.
   *
   * @param agentId empty if nobody can take it now
   * @param busy an agent would take it if it had acked more to this capability
   * @param full an agent would take it if its inbox were not full
   */
  public record Choice(String agentId, boolean busy, boolean full) {
    public boolean isNobody() {
      return agentId.isEmpty();
    }

    /** Whether one that may wait for a provider waits: not while all inboxes are full. */
    public boolean mayWait() {
      return isNobody() && (busy || !full);
    }
  }
}

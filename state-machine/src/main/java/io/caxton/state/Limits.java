package io.caxton.state;

/**
 * How much one state may hold. A refusal by a limit is a decision of the state machine, so every
 * replica must have the same limits: they are part of the program, not of its configuration, and
 * servers use {@link #BUILT_IN}. Other values are for tests, which reach small ones sooner.
 *
 * <p>Too small refuses honest work with LIMIT_REACHED; too big lets one careless client fill the
 * memory of every replica.
 *
 * @param fleetsMax fleets that hold anything; each costs some tables
 * @param agentsMax agents in a fleet, also those that stopped: their epochs are never forgotten
 * @param routesMax routes in a fleet
 * @param queuesMax queues in a fleet; a queue is never forgotten, its totals count on
 * @param sessionsMax sessions of all fleets; a new one evicts only expired ones
 * @param outcomesPerSessionMax stored outcomes of one session: calls whose answers its client still
 *     waits for
 * @param feedChangesMax changes kept for watches; below them a watch is COMPACTED
 * @param feedBytesMax rough bytes that those changes may hold on to
 * @param readyMessagesMax ready tasks of a fleet and priority that are kept as messages, shared
 *     evenly by its queues; later ones wait as bytes. It decides no answer
 * @param conversations of conversations, inboxes and obligations
 * @param recoveriesMax agents that recover at once, in all fleets: those of high criticality may
 *     use all of these places, normal ones 80 %, low ones half
 */
public record Limits(
    int fleetsMax,
    int agentsMax,
    int routesMax,
    int queuesMax,
    int sessionsMax,
    int outcomesPerSessionMax,
    int feedChangesMax,
    long feedBytesMax,
    int readyMessagesMax,
    ConversationLimits conversations,
    int recoveriesMax) {

  private static final int RECOVERIES_MAX = 500;

  /** With the built-in bound of recoveries. */
  public Limits(
      int fleetsMax,
      int agentsMax,
      int routesMax,
      int queuesMax,
      int sessionsMax,
      int outcomesPerSessionMax,
      int feedChangesMax,
      long feedBytesMax,
      int readyMessagesMax,
      ConversationLimits conversations) {
    this(
        fleetsMax,
        agentsMax,
        routesMax,
        queuesMax,
        sessionsMax,
        outcomesPerSessionMax,
        feedChangesMax,
        feedBytesMax,
        readyMessagesMax,
        conversations,
        RECOVERIES_MAX);
  }

  public static final Limits BUILT_IN =
      new Limits(
          1_000,
          1_000_000,
          1_000_000,
          10_000,
          100_000,
          16_384,
          65_536,
          64L << 20,
          8_192,
          ConversationLimits.BUILT_IN);
}

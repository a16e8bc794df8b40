package io.caxton.state;

/**
 * How much conversations may hold; as in {@link Limits}, part of the program.
 *
 * @param conversationsMax in a fleet, closed ones that are not forgotten yet included
 * @param participantsMax agents named in one conversation's row, which is written with each message
 * @param inboxMessagesMax messages of one agent that are not acked, and messages that wait for a
 *     provider of one capability; above it senders get INBOX_FULL. Too small stops a burst that the
 *     receiver would have worked off; too big hides for long that it does not
 * @param openObligationsMax answers that one agent is owed
 * @param conversationObligationsMax answers owed in one conversation: closing it ends all at once
 * @param historyMessagesMax newest messages whose content is kept in one conversation
 */
public record ConversationLimits(
    int conversationsMax,
    int participantsMax,
    int inboxMessagesMax,
    int openObligationsMax,
    int conversationObligationsMax,
    int historyMessagesMax) {

  public static final ConversationLimits BUILT_IN =
      new ConversationLimits(1_000_000, 256, 10_000, 10_000, 1_000, 10_000);
}

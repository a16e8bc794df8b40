package io.caxton.state.core;

/** Names the rows of single messages. */
public final class MailKeys {
  private MailKeys() {}

  /** No id has the character between them. */
  public static String of(String conversationId, long seq) {
    return conversationId + '#' + seq;
  }
}

package io.caxton.state.core;

import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Obligation;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/** A fleet's conversations, frozen; messages and obligations by {@link MailKeys}. */
public record MailView(
    PersistentMap<String, Conversation> conversations,
    PersistentMap<String, InboxMessage> inbox,
    PersistentMap<String, Obligation> obligations) {

  public static MailView empty() {
    return new MailView(
        ExtensionsKt.persistentHashMapOf(),
        ExtensionsKt.persistentHashMapOf(),
        ExtensionsKt.persistentHashMapOf());
  }
}

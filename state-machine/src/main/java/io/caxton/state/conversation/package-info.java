/** Conversations, inboxes and obligations: who said what to whom, and who owes an answer. */
package io.caxton.state.conversation;

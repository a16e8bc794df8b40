/** Leader only: time, batching into log records, and proposing what is due. */
package io.caxton.server.propose;

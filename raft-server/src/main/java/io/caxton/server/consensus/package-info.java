/** The port to the replicated log; nothing here knows Ratis. */
package io.caxton.server.consensus;

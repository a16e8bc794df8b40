/** Speaking with the other nodes besides Raft: terms, clocks, identities, snapshot files. */
package io.caxton.server.peer;

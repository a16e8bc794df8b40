/** Agents' states as of a journal sequence. */
package io.caxton.state.checkpoint;

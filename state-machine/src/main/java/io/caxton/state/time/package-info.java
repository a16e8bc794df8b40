/**
 * Deadlines as data: what is due at a tick or a wall time, in an order that depends on keys only.
 */
package io.caxton.state.time;

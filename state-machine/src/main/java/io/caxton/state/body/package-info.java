/**
 * Bodies of events, messages and checkpoint chunks: in memory since the last snapshot, in immutable
 * runs before it. Rows say which bodies there are; bodies say nothing about rows.
 */
package io.caxton.state.body;

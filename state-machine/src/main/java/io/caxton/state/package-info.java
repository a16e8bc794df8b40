/**
 * The replicated core: applies committed commands to tables, without clock, thread or randomness.
 */
package io.caxton.state;

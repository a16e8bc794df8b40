/**
 * The deterministic core under a seeded scheduler: one committed log, three replicas, leaders,
 * clients and a bad network, all in one thread and all from one seed. See docs/testing.md.
 */
package io.caxton.jepsen.sim;

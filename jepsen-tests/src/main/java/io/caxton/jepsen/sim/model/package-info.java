/**
 * What Caxton promises, once more: plain maps, no indexes, written from the documentation. Slow and
 * obvious, so that what it and the real state machine disagree about is a fault in one of them.
 */
package io.caxton.jepsen.sim.model;

/** Calls to one chosen node, with nothing in between that finds leaders or repeats. */
package io.caxton.jepsen.client;

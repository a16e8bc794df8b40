/** Bugs that a test build has on purpose, to see that they are found. */
package io.caxton.jepsen.bug;

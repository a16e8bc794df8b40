/** Bugs that are put into server processes on purpose, to see that the tests find them. */
package io.caxton.jepsen.bug;

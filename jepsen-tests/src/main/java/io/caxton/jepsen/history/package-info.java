/** What was asked and what came of it, in the order in which it happened. */
package io.caxton.jepsen.history;

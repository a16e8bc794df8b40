/** The machine that a run borrows: its tools, what was made on it, and how that goes away again. */
package io.caxton.jepsen.host;

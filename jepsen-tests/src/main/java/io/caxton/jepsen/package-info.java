/** Consistency tests: real server processes, faults, and checks. See docs/testing.md. */
package io.caxton.jepsen;

/** Verdicts: what was acknowledged against what is there. */
package io.caxton.jepsen.checker;

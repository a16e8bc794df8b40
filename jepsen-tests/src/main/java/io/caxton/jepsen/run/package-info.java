/** One run: phases, workers, verdicts, and the folder that keeps them. */
package io.caxton.jepsen.run;

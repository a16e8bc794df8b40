/** Consistency tests: workloads, faults, histories, checkers and the simulation of the core. */
package io.caxton.jepsen;

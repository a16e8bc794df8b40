/** Faults: what is done to nodes, disks, clocks and links, when, and the proof that it bit. */
package io.caxton.jepsen.nemesis;

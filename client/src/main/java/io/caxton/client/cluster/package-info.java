/** Server processes on this machine: for trying things out, for the demo and for the benchmark. */
package io.caxton.client.cluster;

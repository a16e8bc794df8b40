package io.caxton.client.agent;

/** Where leases read the time, as {@link System#nanoTime}; tests bring their own. */
@FunctionalInterface
interface NanoClock {
  long nanoTime();
}

package io.caxton.client.bench;

/**
 * What was acknowledged over the whole run, warm-up included, and what the cluster holds of it,
 * read linearizably after the run.
 */
record Stored(String what, long acked, long stored) {
  boolean differs() {
    return acked != stored;
  }
}

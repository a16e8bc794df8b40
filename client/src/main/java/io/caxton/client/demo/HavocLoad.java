package io.caxton.client.demo;

import java.util.Random;

/** What is sent while processes are killed. */
interface HavocLoad {
  /** Does not wait for the answer. */
  void sendNext(Random random);

  /** Waits for the answers to all. */
  void settle();

  long acknowledged();
}

package io.caxton.jepsen.run;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.history.Op;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What a run gives its workload. Thread-safe. */
public interface Context {
  /** Writes one line of the history. */
  void record(Op op);

  /** A process id that nobody had. */
  int newProcess();

  /** A client of the public library with this time for each call; the run closes it at its end. */
  CaxtonClient client(Duration callTimeout);

  /** One raw connection to each node, in the order of their ids. */
  List<RawNode> nodes();

  /** Derived from the run's seed and this name. */
  Random random(String name);

  /** Several names that no other run on this cluster used: for queues, routes, agents. */
  String prefix();
}

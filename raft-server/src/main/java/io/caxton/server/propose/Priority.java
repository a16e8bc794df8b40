package io.caxton.server.propose;

/** The order of admission under load: what finishes work goes before what brings new work. */
public enum Priority {
  /** Renew, complete, fail, extend, release and what the leader itself proposes. */
  FINISHING(1_000),
  /** Everything else that is not new work. */
  ORDINARY(900),
  /** Submits. */
  NEW_WORK(500);

  /** The share of the pending bytes, per mille, above which commands of this kind are refused. */
  final int perMille;

  Priority(int perMille) {
    this.perMille = perMille;
  }
}

package io.caxton.jepsen.bug;

import java.util.List;

/** Seeded bugs of sagas and compensations. */
final class SagaCatalogue {
  private static final String STATE = "io.caxton.state.";

  static final List<Catalogue.Entry> ENTRIES =
      List.of(
          new Catalogue.Entry(
              new SeededBug(
                  "compensation-order",
                  "the steps of a saga are undone in the order in which they were done",
                  23,
                  "sagas",
                  List.of("kill"),
                  10),
              List.of(
                  new Patch(
                      STATE + "core.SagaStore",
                      "nextToUndo",
                      1,
                      SagaBugs.FirstIsUndoneFirst.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "compensation-dropped",
                  "a compensation that failed is taken for one that is done",
                  23,
                  "sagas",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(
                      STATE + "task.Compensations", "charge", 4, SagaBugs.FailedIsDone.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "saga-step-lost",
                  "some steps of sagas are never submitted when those before them complete",
                  23,
                  "sagas",
                  List.of("kill"),
                  10),
              List.of(
                  new Patch(
                      STATE + "core.CompensationStore", "insert", 2, SagaBugs.StepIsLost.class))));

  private SagaCatalogue() {}
}

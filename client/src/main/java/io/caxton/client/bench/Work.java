package io.caxton.client.bench;

import java.util.List;

/** What a load consists of. */
interface Work extends AutoCloseable {
  /** A call of this work. */
  Slot slot(Loop loop);

  /** The first one is what the report's acked and stored mean. */
  List<Stored> stored(Meter meter);

  @Override
  default void close() {}
}

package io.caxton.server.consensus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends this very process. */
final class ProcessHalt implements Halt {
  private static final Logger LOG = LoggerFactory.getLogger(Halt.class);
  private static final int STATUS = 70;

  @Override
  public void halt(String why, Throwable cause) {
    try {
      LOG.error("FATAL, this node halts: {}", why, cause);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}

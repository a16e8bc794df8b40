package io.caxton.state.core;

import io.caxton.v1.Record;
import io.caxton.v1.StateHeader;

/** Where the state stands: its position, its times, and the numbers it hands out. */
public final class Progress {
  /** The format of records and headers that this program knows. */
  public static final int VERSION = 1;

  private long position;
  private long tick;
  private long wallMillis;
  private long generation;
  private long lastSessionId;
  private long lastOrder;

  public void load(StateHeader header) {
    if (header.getVersion() != VERSION) {
      throw new IllegalStateException("unknown version of the state: " + header.getVersion());
    }
    position = header.getPosition();
    tick = header.getTick();
    wallMillis = header.getWallMillis();
    generation = header.getGeneration();
    lastSessionId = header.getLastSessionId();
    lastOrder = header.getLastOrder();
  }

  public StateHeader header() {
    return StateHeader.newBuilder()
        .setVersion(VERSION)
        .setPosition(position)
        .setTick(tick)
        .setWallMillis(wallMillis)
        .setGeneration(generation)
        .setLastSessionId(lastSessionId)
        .setLastOrder(lastOrder)
        .build();
  }

  /** Takes over the record's times. */
  public void beginRecord(Record record) {
    if (record.getVersion() != VERSION) {
      throw new IllegalStateException("unknown version of a record: " + record.getVersion());
    }
    if (record.getTick() < tick) {
      throw new IllegalStateException(
          "the tick would go back from " + tick + " to " + record.getTick());
    }
    tick = record.getTick();
    wallMillis = record.getWallMillis();
  }

  public void beginCommand() {
    position++;
  }

  /** Of the running command; between commands that of the last one. */
  public long position() {
    return position;
  }

  public long tick() {
    return tick;
  }

  public long wallMillis() {
    return wallMillis;
  }

  /** Unique and rising over the whole state. */
  public long nextOrder() {
    return ++lastOrder;
  }

  /** The position of the running command, which opens the session. */
  public long nextSessionId() {
    if (position <= lastSessionId) {
      throw new IllegalStateException("session " + lastSessionId + " is above " + position);
    }
    lastSessionId = position;
    return position;
  }
}

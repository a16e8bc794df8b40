package io.caxton.server.schedule;

/** A spec that means nothing: which of its fields, and why. */
public final class BadSpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  BadSpecException(String field, String why) {
    super(why, null, false, false);
    this.field = field;
  }

  /** Its path in the spec, such as {@code cron.zone}. */
  public String field() {
    return field;
  }
}

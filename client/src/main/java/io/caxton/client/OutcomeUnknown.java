package io.caxton.client;

/**
 * The call may have been executed once, or may still be; never more than once. Look at the state
 * before doing the work again under a new call. A submit with an id of the caller's choice may
 * simply be called again: the id protects it.
 */
public final class OutcomeUnknown extends CaxtonException {
  private static final long serialVersionUID = 1;

  OutcomeUnknown(Failure failure) {
    super(failure, "outcome unknown: " + failure.text());
  }

  @Override
  public boolean definite() {
    return false;
  }
}

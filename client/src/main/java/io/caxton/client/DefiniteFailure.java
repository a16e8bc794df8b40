package io.caxton.client;

/** The call had no effect and will have none. */
public final class DefiniteFailure extends CaxtonException {
  private static final long serialVersionUID = 1;

  DefiniteFailure(Failure failure) {
    super(failure, failure.text());
  }

  @Override
  public boolean definite() {
    return true;
  }
}

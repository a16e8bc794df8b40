package io.caxton.server.grpc;

/** The default fleet's name, for keys outside the state. */
final class Fleets {
  private Fleets() {}

  static String name(String fleet) {
    return fleet.isEmpty() ? "default" : fleet;
  }
}

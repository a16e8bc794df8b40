package io.caxton.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** How a client behaves; see {@link ClientBuilder} for each knob. */
record ClientConfig(
    List<String> addresses,
    String fleet,
    String clientName,
    Duration callTimeout,
    Duration tryTimeout,
    Duration silence,
    Duration sessionTimeout,
    boolean gather,
    int callsInFlight,
    int itemsWaitingMax,
    boolean blockWhenFull,
    Optional<TlsFiles> tls,
    Optional<Executor> callbackExecutor) {
  /** The server's bound on items of one call. */
  static final int ITEMS_MAX = 1_000;

  /** Where a gathered call is full, below the server's 2 MiB so that headers never matter. */
  static final int GATHERED_BYTES_MAX = 1 << 20;

  /** The server's bound on one call. */
  static final int CALL_BYTES_MAX = 2 << 20;

  /** Answers may be long lists with payloads. */
  static final int ANSWER_BYTES_MAX = 64 << 20;

  ClientConfig {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address given: at least one host:port is needed");
    }
    addresses.forEach(ClientConfig::checkAddress);
    positive("callTimeout", callTimeout);
    positive("tryTimeout", tryTimeout);
    positive("silence", silence);
    positive("sessionTimeout", sessionTimeout);
    if (callsInFlight < 1) {
      throw new IllegalArgumentException("callsInFlight is " + callsInFlight + ", at least 1");
    }
    if (itemsWaitingMax < 1) {
      throw new IllegalArgumentException("itemsWaitingMax is " + itemsWaitingMax + ", at least 1");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be above zero");
    }
  }

  private static void checkAddress(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (colon > 0 && port > 0 && port < 65_536) {
        return;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the refusal.
    }
    throw new IllegalArgumentException(
        "address '" + address + "' is not host:port, such as 127.0.0.1:7001");
  }
}

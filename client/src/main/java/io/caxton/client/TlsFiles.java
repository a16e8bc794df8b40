package io.caxton.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Encrypts the connections, with files in PEM.
 *
 * @param trusted the certificates that a server's certificate must lead to; empty: the JVM's own
 * @param own this client's certificate chain, if the servers ask for one
 * @param ownKey its private key
 */
public record TlsFiles(Optional<Path> trusted, Optional<Path> own, Optional<Path> ownKey) {
  public TlsFiles {
    if (own.isPresent() != ownKey.isPresent()) {
      throw new IllegalArgumentException("own certificate and own key come together or not at all");
    }
  }

  /** Checks the servers by these certificates and shows none of its own. */
  public static TlsFiles trusting(Path certificates) {
    return new TlsFiles(Optional.of(certificates), Optional.empty(), Optional.empty());
  }
}

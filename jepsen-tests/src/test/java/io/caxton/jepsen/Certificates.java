package io.caxton.jepsen;

import io.caxton.client.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An authority and what it signed for 127.0.0.1, made now by openssl; valid for a day. */
record Certificates(Path authority, Path certificate, Path key) {

  static Certificates make(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("node.ext"),
          "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        folder,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
            + " -subj /CN=test-authority -keyout ca.key -out ca.pem");
    run(
        folder,
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
            + " -subj /CN=node -keyout node.key -out node.csr");
    run(
        folder,
        "openssl x509 -req -in node.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1"
            + " -extfile node.ext -out node.pem");
    return new Certificates(
        folder.resolve("ca.pem"), folder.resolve("node.pem"), folder.resolve("node.key"));
  }

  private static void run(Path folder, String command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command.split(" ")))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ":\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** For a client that shows this certificate and trusts that authority. */
  TlsFiles trusting(Certificates other) {
    return new TlsFiles(Optional.of(other.authority), Optional.of(certificate), Optional.of(key));
  }
}

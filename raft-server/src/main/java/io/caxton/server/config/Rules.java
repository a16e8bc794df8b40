package io.caxton.server.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** What holds between settings. */
final class Rules {
  private Rules() {}

  static void check(Config config) {
    checkElection(config);
    checkTls(config);
    refuseOpenDoor(config, Settings.CLIENT_ADDRESS);
    refuseOpenDoor(config, Settings.RAFT_ADDRESS);
    refuseOpenAdmin(config);
    checkSelf(config);
  }

  private static void checkElection(Config config) {
    long min = config.get(Settings.ELECTION_TIMEOUT_MIN_MILLIS);
    long max = config.get(Settings.ELECTION_TIMEOUT_MAX_MILLIS);
    if (max * 2 < min * 3) {
      throw new ConfigException(
          "election-timeout-max-millis = "
              + max
              + " must be at least 1.5 times election-timeout-min-millis = "
              + min
              + ", else nodes stand for election together and split the vote");
    }
  }

  private static void checkTls(Config config) {
    String certificate = config.get(Settings.TLS_CERTIFICATE);
    String key = config.get(Settings.TLS_KEY);
    String ca = config.get(Settings.TLS_CA);
    boolean all = !certificate.isEmpty() && !key.isEmpty() && !ca.isEmpty();
    boolean none = certificate.isEmpty() && key.isEmpty() && ca.isEmpty();
    if (!all && !none) {
      throw new ConfigException(
          "tls-certificate, tls-key and tls-ca belong together: give all three or none");
    }
    if (all) {
      for (String file : new String[] {certificate, key, ca}) {
        if (!Files.isReadable(Path.of(file))) {
          throw new ConfigException("cannot read the TLS file " + file);
        }
      }
    }
  }

  private static void refuseOpenDoor(Config config, Setting<HostPort> setting) {
    HostPort address = config.get(setting);
    if (!address.isLoopback() && !config.tls() && !config.get(Settings.INSECURE)) {
      throw new ConfigException(
          setting.name()
              + " = "
              + address
              + " is reachable from other machines without TLS: give tls-certificate, tls-key and"
              + " tls-ca, or say --insecure if the network is closed");
    }
  }

  private static void refuseOpenAdmin(Config config) {
    HostPort address = config.get(Settings.ADMIN_ADDRESS);
    if (!address.isLoopback() && !config.get(Settings.INSECURE)) {
      throw new ConfigException(
          "admin-address = " + address + " has no TLS: keep it on loopback or say --insecure");
    }
  }

  private static void checkSelf(Config config) {
    boolean join = config.get(Settings.JOIN);
    if (join && config.get(Settings.BOOTSTRAP)) {
      throw new ConfigException(
          "--bootstrap forms a new cluster, --join enters an old one: not both");
    }
    if (config.self().isEmpty() && !join) {
      throw new ConfigException(
          "peers does not name this node \""
              + config.get(Settings.NODE_ID)
              + "\": add it, or say --join to enter an existing cluster");
    }
    config.self().ifPresent(self -> checkRaftPort(config, self));
  }

  /** The host to listen on may differ from the one others dial; the port is the same for both. */
  private static void checkRaftPort(Config config, Peer self) {
    HostPort address = config.get(Settings.RAFT_ADDRESS);
    if (address.port() != self.raft().port()) {
      throw new ConfigException(
          "raft-address = "
              + address
              + " has another port than peers gives for this node, "
              + self.raft()
              + ": the others would dial in vain");
    }
  }
}

package io.caxton.server.config;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Every setting of a server, in the order people read them. */
public final class Settings {
  public static final Setting<String> NODE_ID =
      new Setting<>(
          "node-id", "n1", NodeId::check, "This node's id, never reused after a lost disk.");

  public static final Setting<Path> DATA_DIR =
      new Setting<>(
          "data-dir",
          "caxton-data",
          Path::of,
          "Where this node keeps its log and snapshots. One node, one directory, one disk.");

  public static final Setting<List<Peer>> PEERS =
      new Setting<>(
          "peers",
          "n1=127.0.0.1:7001/127.0.0.1:7101",
          Peer::parseList,
          "The members of a new cluster: id=clientHost:port/raftHost:port,… Used at bootstrap;"
              + " later the replicated membership counts and this list only serves to find it.");

  public static final Setting<Boolean> BOOTSTRAP =
      Setting.flag(
          "bootstrap",
          "Allow an empty data directory to form the new cluster of --peers. Give it to each node"
              + " at its first start only: without it an empty directory is refused, because a node"
              + " that lost its disk must not vote.");

  public static final Setting<Boolean> JOIN =
      Setting.flag(
          "join",
          "Start an empty data directory as a listener under a new node id; the cluster then adds"
              + " it with 'caxton cluster join'.");

  public static final Setting<String> CLUSTER_NAME =
      Setting.text(
          "cluster-name",
          "caxton",
          "Names the cluster; nodes of differently named clusters refuse each other.");

  public static final Setting<HostPort> CLIENT_ADDRESS =
      Setting.address(
          "client-address",
          "127.0.0.1:7001",
          "Where this node serves the gRPC API. Other than loopback needs TLS or --insecure.");

  public static final Setting<HostPort> RAFT_ADDRESS =
      Setting.address(
          "raft-address", "127.0.0.1:7101", "Where this node speaks Raft with its peers.");

  public static final Setting<HostPort> ADMIN_ADDRESS =
      Setting.address(
          "admin-address",
          "127.0.0.1:0",
          "Where /metrics is served for Prometheus; port 0 picks a free one and logs it.");

  public static final Setting<Boolean> INSECURE =
      Setting.flag(
          "insecure",
          "Allow other addresses than loopback without TLS. Whoever reaches them can do"
              + " everything.");

  public static final Setting<String> TLS_CERTIFICATE =
      Setting.text(
          "tls-certificate", "", "PEM file of this node's certificate chain; empty means no TLS.");

  public static final Setting<String> TLS_KEY =
      Setting.text("tls-key", "", "PEM file of the certificate's private key (PKCS#8).");

  public static final Setting<String> TLS_CA =
      Setting.text(
          "tls-ca",
          "",
          "PEM file of the authority that signed the nodes' and the clients' certificates: with TLS"
              + " everybody must show one (mutual TLS).");

  public static final Setting<Long> ELECTION_TIMEOUT_MIN_MILLIS =
      Setting.number(
          "election-timeout-min-millis",
          200,
          50,
          60_000,
          "A follower that hears nothing for this long may stand for election. Too small: false"
              + " elections when a machine is busy. Too big: long outages after a crash.");

  public static final Setting<Long> ELECTION_TIMEOUT_MAX_MILLIS =
      Setting.number(
          "election-timeout-max-millis",
          400,
          100,
          120_000,
          "Upper end of the random election timeout; also after how long a leader without a quorum"
              + " steps down. At least 1.5 times the minimum.");

  public static final Setting<Long> WRITE_TIMEOUT_MILLIS =
      Setting.number(
          "write-timeout-millis",
          2_000,
          200,
          60_000,
          "After how long an unanswered write is answered with OUTCOME_UNKNOWN.");

  public static final Setting<Long> RECORDS_IN_FLIGHT_MAX =
      Setting.number(
          "records-in-flight-max",
          2,
          1,
          64,
          "Log records under way at once; while fewer are, a command is proposed at once, else it"
              + " waits for company. Too big: small records, which cost as much as big ones.");

  public static final Setting<Long> RECORD_BYTES_MAX =
      Setting.number(
          "record-bytes-max",
          1_048_576,
          65_536,
          1_048_576,
          "Commands are gathered into one record up to this size; a larger single command (at most"
              + " 2 MiB) makes a record of its own.");

  public static final Setting<Long> PENDING_BYTES_MAX =
      Setting.number(
          "pending-bytes-max",
          67_108_864,
          4_194_304,
          1_073_741_824,
          "Commands waiting or under way before new ones are refused with OVERLOADED: submits at"
              + " half of it, other calls at nine tenths, renewals and completions at all of it.");

  public static final Setting<Long> SNAPSHOT_LOG_BYTES =
      Setting.number(
          "snapshot-log-bytes",
          67_108_864,
          65_536,
          4_294_967_296L,
          "A snapshot is begun after this many bytes of log. Too small: constant writing. Too big:"
              + " long restarts, much disk.");

  public static final Setting<Long> SNAPSHOT_BYTES_PER_SECOND =
      Setting.number(
          "snapshot-bytes-per-second",
          67_108_864,
          1_048_576,
          10_000_000_000L,
          "How fast a snapshot may be written, so that the log keeps its share of the disk.");

  public static final Setting<Long> LOG_ENTRIES_KEPT =
      Setting.number(
          "log-entries-kept",
          20_000,
          0,
          10_000_000,
          "Log entries kept behind a snapshot, so that a follower that was away for a short while"
              + " replays the log instead of installing a snapshot.");

  public static final Setting<Long> DISK_FREE_BYTES_MIN =
      Setting.number(
          "disk-free-bytes-min",
          268_435_456,
          0,
          1_000_000_000_000L,
          "Below this free space the leader refuses new work with DISK_LOW; completions, renewals"
              + " and reads go on.");

  public static final Setting<Long> STREAMS_MAX =
      Setting.number(
          "streams-max",
          20_000,
          1,
          1_000_000,
          "Watch and grant streams a node serves at once; more are refused with LIMIT_REACHED.");

  public static final Setting<Boolean> EXIT_WITH_STDIN =
      Setting.flag(
          "exit-with-stdin",
          "Stop when standard input ends: for a server that must not outlive the program that"
              + " started it.");

  private static final List<Setting<?>> ALL = collect();

  private Settings() {}

  public static List<Setting<?>> all() {
    return ALL;
  }

  private static List<Setting<?>> collect() {
    return Arrays.stream(Settings.class.getDeclaredFields())
        .filter(f -> Modifier.isPublic(f.getModifiers()) && f.getType() == Setting.class)
        .<Setting<?>>map(
            f -> {
              try {
                return (Setting<?>) f.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }
}

package io.caxton.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Builds a {@link CaxtonClient}. Only the addresses are needed. */
public final class ClientBuilder {
  private final List<String> addresses = new ArrayList<>();
  private String fleet = "default";
  private String clientName = "java pid " + ProcessHandle.current().pid();
  private Duration callTimeout = Duration.ofSeconds(30);
  private Duration tryTimeout = Duration.ofSeconds(1);
  private Duration silence = Duration.ofMillis(250);
  private Duration sessionTimeout = Duration.ofMinutes(10);
  private boolean gather = true;
  private int callsInFlight = 3;
  private int itemsWaitingMax = 100_000;
  private boolean blockWhenFull = true;
  private Optional<TlsFiles> tls = Optional.empty();
  private Optional<Executor> callbackExecutor = Optional.empty();

  ClientBuilder() {}

  /** host:port of the client API of any of the nodes; those not named are found through these. */
  public ClientBuilder addresses(String... hostPorts) {
    return addresses(Arrays.asList(hostPorts));
  }

  /** See {@link #addresses(String...)}. */
  public ClientBuilder addresses(Collection<String> hostPorts) {
    addresses.addAll(hostPorts);
    return this;
  }

  /** The fleet that {@link CaxtonClient}'s own calls work in; "default" unless set. */
  public ClientBuilder fleet(String name) {
    fleet = name;
    return this;
  }

  /** For people, shown in listings of sessions. */
  public ClientBuilder clientName(String name) {
    clientName = name;
    return this;
  }

  /**
   * How long a call may take with all its tries, 30 s unless set; waits that the call asks for
   * (claim, await) come on top. Too small: an ordinary election fails calls. Too big: a caller
   * learns late that there is no cluster.
   */
  public ClientBuilder callTimeout(Duration timeout) {
    callTimeout = timeout;
    return this;
  }

  /**
   * How long one try may take, 1 s unless set; it doubles with each try that timed out. Too small:
   * a busy leader is asked the same thing again and again. Too big: an answer that was lost is
   * asked for again late.
   */
  public ClientBuilder tryTimeout(Duration timeout) {
    tryTimeout = timeout;
    return this;
  }

  /**
   * When a leader that owes answers has said nothing for so long, 250 ms unless set, the other
   * nodes are asked who leads. Too small: pauses of a busy leader cause needless questions. Too
   * big: a leader that hangs without closing its connections is noticed late.
   */
  public ClientBuilder silence(Duration timeout) {
    silence = timeout;
    return this;
  }

  /**
   * Cluster time without any call after which the cluster may forget this client's session, 10 min
   * unless set. The client keeps it alive while it can. An outage of this client longer than this
   * makes its unanswered calls {@link OutcomeUnknown}.
   */
  public ClientBuilder sessionTimeout(Duration timeout) {
    sessionTimeout = timeout;
    return this;
  }

  /** False: each item is a wire call of its own. True unless set. */
  public ClientBuilder gather(boolean on) {
    gather = on;
    return this;
  }

  /**
   * When so many wire calls of a kind are under way, 3 unless set, further items wait and go
   * together in the next one. Too small: the cluster idles between calls. Too big: calls carry few
   * items and each item costs more. Without gathering it does not apply.
   */
  public ClientBuilder callsInFlight(int calls) {
    callsInFlight = calls;
    return this;
  }

  /** Items without an answer that the client holds, 100 000 unless set; see {@link #whenFull}. */
  public ClientBuilder itemsWaitingMax(int items) {
    itemsWaitingMax = items;
    return this;
  }

  /** What a caller meets at {@link #itemsWaitingMax}; BLOCK unless set. */
  public ClientBuilder whenFull(WhenFull what) {
    blockWhenFull = what == WhenFull.BLOCK;
    return this;
  }

  public ClientBuilder tls(TlsFiles files) {
    tls = Optional.of(files);
    return this;
  }

  /**
   * Completes futures there instead of on the network thread: one hand-over for each answer from
   * the wire, not for each item. Needed only if what depends on the futures blocks.
   */
  public ClientBuilder callbackExecutor(Executor executor) {
    callbackExecutor = Optional.of(executor);
    return this;
  }

  /** Starts to connect and returns at once; calls wait for the connection. */
  public CaxtonClient build() {
    return new CaxtonClient(new Core(config()));
  }

  ClientConfig config() {
    return new ClientConfig(
        addresses,
        fleet,
        clientName,
        callTimeout,
        tryTimeout,
        silence,
        sessionTimeout,
        gather,
        callsInFlight,
        itemsWaitingMax,
        blockWhenFull,
        tls,
        callbackExecutor);
  }
}

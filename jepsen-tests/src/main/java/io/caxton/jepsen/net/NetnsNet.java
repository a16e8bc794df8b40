package io.caxton.jepsen.net;

import io.caxton.jepsen.host.Gcc;
import io.caxton.jepsen.host.Ledger;
import io.caxton.jepsen.host.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A network namespace for each host, and one more that is the switch between them and the clients:
 * its filter on bridged packets loses what is to be lost. Needs root, iproute2 and nftables.
 */
public final class NetnsNet implements Net {
  private static final Pattern COUNTER = Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+)");
  private static final String DROP_RULE =
      "add rule bridge faults pass ip saddr . ip daddr @cut counter name dropped drop";
  private static final String LOSE_RULE =
      "add rule bridge faults pass ip saddr . ip daddr @lossy numgen random mod 100 < %d"
          + " counter name lost drop";
  private static final int CLIENTS_LAST = 254;

  /** Where the filter is. */
  static final String SWITCH = "sw";

  private final Ledger ledger;
  private final String prefix;
  private final String subnet;
  private final Optional<Path> delayLine;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, DelayLine> slow = new HashMap<>();
  private final Set<Link> cut = new LinkedHashSet<>();
  private final Set<Link> lossy = new LinkedHashSet<>();
  private long delayedBefore;

  private NetnsNet(Ledger ledger, String subnet, Optional<Path> delayLine) {
    this.ledger = ledger;
    this.prefix = ledger.prefix();
    this.subnet = subnet;
    this.delayLine = delayLine;
  }

  /**
   * All hosts reach each other and the clients.
   *
   * @param tools a folder for a small program
   */
  public static NetnsNet of(Ledger ledger, List<String> hosts, Path tools) {
    Path program = tools.toAbsolutePath().resolve("delayline");
    NetnsNet net =
        new NetnsNet(
            ledger, freeSubnet(), Gcc.compile(NetnsNet.class, "delayline.c", program, List.of()));
    net.makeSwitch();
    for (int i = 0; i < hosts.size(); i++) {
      net.plug(hosts.get(i), i + 1);
    }
    return net;
  }

  /** Somewhere in 10.77.0.0/16 where this machine has nothing. */
  private static String freeSubnet() {
    String taken = Shell.run("ip", "-o", "-4", "addr", "show");
    return new Random()
        .ints(1_000, 1, 255)
        .mapToObj(i -> "10.77." + i + ".")
        .filter(candidate -> !taken.contains(" " + candidate))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free network in 10.77.0.0/16"));
  }

  public String address(String host) {
    return addresses.get(host);
  }

  private String namespace(String host) {
    return prefix + "-" + host;
  }

  private void makeSwitch() {
    String center = namespace(SWITCH);
    ledger.note(Ledger.Kind.NETNS, center);
    Shell.run("ip", "netns", "add", center);
    Shell.run("ip", "-n", center, "link", "add", "br0", "type", "bridge");
    Shell.run("ip", "-n", center, "link", "set", "br0", "up");
    String mine = prefix + "-c";
    ledger.note(Ledger.Kind.LINK, mine);
    link(mine, "1", Link.CLIENTS, center);
    Shell.run("ip", "addr", "add", subnet + CLIENTS_LAST + "/24", "dev", mine);
    Shell.run("ip", "link", "set", mine, "up");
    addresses.put(Link.CLIENTS, subnet + CLIENTS_LAST);
    nft(
        "add table bridge faults;"
            + "add counter bridge faults dropped; add counter bridge faults lost;"
            + "add set bridge faults cut { type ipv4_addr . ipv4_addr; };"
            + "add set bridge faults lossy { type ipv4_addr . ipv4_addr; };"
            + "add chain bridge faults pass { type filter hook forward priority 0; };"
            + DROP_RULE);
  }

  private void plug(String host, int last) {
    String namespace = namespace(host);
    ledger.note(Ledger.Kind.NETNS, namespace);
    Shell.run("ip", "netns", "add", namespace);
    link("eth0", namespace, host, namespace(SWITCH));
    String address = subnet + last;
    Shell.run("ip", "-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
    Shell.run("ip", "-n", namespace, "link", "set", "eth0", "up");
    Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
    addresses.put(host, address);
  }

  /** A cable from a namespace (1: our own) to a port of the switch. */
  private static void link(String end, String namespace, String port, String center) {
    List<String> command =
        List.of(
            "ip", "link", "add", end, "netns", namespace, "type", "veth", "peer", "name", port,
            "netns", center);
    Shell.run(command.toArray(String[]::new));
    Shell.run("ip", "-n", center, "link", "set", port, "master", "br0");
    Shell.run("ip", "-n", center, "link", "set", port, "up");
  }

  @Override
  public List<String> enter(String host) {
    // Not "ip netns exec": that one also hides from us what is mounted, and keeps it busy.
    return List.of("nsenter", "--net=/run/netns/" + namespace(host));
  }

  private String nft(String script) {
    List<String> command = new ArrayList<>(enter(SWITCH));
    command.addAll(List.of("nft", script));
    return Shell.run(command.toArray(String[]::new));
  }

  @Override
  public synchronized void cut(Collection<Link> links) {
    cut.addAll(links);
    nft(elements("cut", cut));
  }

  @Override
  public synchronized void lose(Collection<Link> links, int percent) {
    lossy.addAll(links);
    nft(
        elements("lossy", lossy)
            + "flush chain bridge faults pass;"
            + DROP_RULE
            + ";"
            + LOSE_RULE.formatted(percent));
  }

  @Override
  public synchronized void delay(String host, Duration delay, Duration jitter) {
    mend(host);
    Path program = delayLine.orElseThrow(() -> new IllegalStateException("no gcc, no delay"));
    slow.put(host, DelayLine.insert(this, program, host, delay, jitter));
  }

  @Override
  public synchronized void mend(Collection<Link> links) {
    cut.removeAll(links);
    lossy.removeAll(links);
    nft(elements("cut", cut) + elements("lossy", lossy));
  }

  @Override
  public synchronized void mend(String host) {
    DelayLine line = slow.remove(host);
    if (line != null) {
      delayedBefore += line.remove();
    }
  }

  @Override
  public synchronized void mendAll() {
    cut.clear();
    lossy.clear();
    nft(elements("cut", cut) + elements("lossy", lossy));
    List.copyOf(slow.keySet()).forEach(this::mend);
  }

  /** Replaces what is in a set, at once. */
  private String elements(String set, Set<Link> links) {
    String flush = "flush set bridge faults " + set + ";";
    return links.isEmpty()
        ? flush
        : flush
            + links.stream()
                .map(link -> addresses.get(link.from()) + " . " + addresses.get(link.to()))
                .collect(
                    Collectors.joining(", ", "add element bridge faults " + set + " { ", " };"));
  }

  @Override
  public synchronized Counts counts() {
    Map<String, Long> packets = new HashMap<>();
    Matcher counters = COUNTER.matcher(nft("list counters table bridge faults"));
    while (counters.find()) {
      packets.put(counters.group(1), Long.parseLong(counters.group(2)));
    }
    long delayed = delayedBefore + slow.values().stream().mapToLong(DelayLine::passed).sum();
    return new Counts(
        packets.getOrDefault("dropped", 0L), packets.getOrDefault("lost", 0L), delayed);
  }

  /** Namespaces and links are in the ledger and go with it. */
  @Override
  public synchronized void close() {
    slow.values().forEach(DelayLine::remove);
    slow.clear();
  }

  /** Runs in the switch. */
  String inSwitch(String... command) {
    List<String> whole = new ArrayList<>(enter(SWITCH));
    whole.addAll(List.of(command));
    return Shell.run(whole.toArray(String[]::new));
  }
}

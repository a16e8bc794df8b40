package io.caxton.client;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;

/** All nodes known by address: those configured, and those that nodes named as leaders. */
final class Nodes {
  private final Core core;
  private final ConcurrentMap<String, Node> byAddress = new ConcurrentSkipListMap<>();

  Nodes(Core core) {
    this.core = core;
  }

  /** The node at this address, connected to from now on. */
  synchronized Node at(String address) {
    Node known = byAddress.get(address);
    if (known != null) {
      return known;
    }
    Node node = new Node(address, core);
    byAddress.put(address, node);
    node.keepWarm();
    return node;
  }

  Collection<Node> all() {
    return byAddress.values();
  }

  Node random() {
    List<Node> nodes = List.copyOf(all());
    return nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
  }

  /** The next one in the order of addresses, round robin. */
  Node after(Node node) {
    List<Node> nodes = List.copyOf(all());
    return nodes.get((nodes.indexOf(node) + 1) % nodes.size());
  }
}

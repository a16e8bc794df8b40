package io.caxton.client.fake;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An in-process cluster of nodes that share one state and let a test say who leads. */
public final class FakeCluster implements AutoCloseable {
  private final FakeState state = new FakeState();
  private final List<FakeNode> nodes = new ArrayList<>();
  private volatile Optional<FakeNode> leader = Optional.empty();
  private final AtomicLong term = new AtomicLong();
  private volatile int leaseMillis = 10_000;

  public FakeCluster(int size) {
    this(size, InsecureServerCredentials.create());
  }

  public FakeCluster(int size, ServerCredentials credentials) {
    for (int i = 0; i < size; i++) {
      nodes.add(new FakeNode(this, "n" + i, credentials));
    }
    lead(0);
  }

  public FakeNode node(int i) {
    return nodes.get(i);
  }

  public String[] addresses() {
    return nodes.stream().map(FakeNode::address).toArray(String[]::new);
  }

  public void lead(int i) {
    term.incrementAndGet();
    leader = Optional.of(nodes.get(i));
  }

  public void leadNobody() {
    leader = Optional.empty();
  }

  public Optional<FakeNode> leader() {
    return leader;
  }

  boolean leads(FakeNode node) {
    return leader.isPresent() && leader.get() == node;
  }

  /** The agents' lease that renewals answer. */
  public void leaseMillis(int millis) {
    leaseMillis = millis;
  }

  int leaseMillis() {
    return leaseMillis;
  }

  long term() {
    return term.get();
  }

  public FakeState state() {
    return state;
  }

  /** Gives ready tasks to grant streams with credit. */
  void pump() {
    leader.ifPresent(node -> node.grants().pump());
  }

  @Override
  public void close() {
    nodes.forEach(FakeNode::kill);
  }
}

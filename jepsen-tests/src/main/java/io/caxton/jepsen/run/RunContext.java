package io.caxton.jepsen.run;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One run as its workload sees it. */
final class RunContext implements Context, AutoCloseable {
  private final TestBed bed;
  private final Recorder recorder;
  private final long seed;
  private final AtomicInteger processes = new AtomicInteger();
  private final Queue<CaxtonClient> clients = new ConcurrentLinkedQueue<>();

  RunContext(TestBed bed, Recorder recorder, long seed) {
    this.bed = bed;
    this.recorder = recorder;
    this.seed = seed;
  }

  @Override
  public void record(Op op) {
    recorder.record(op);
  }

  @Override
  public int newProcess() {
    return processes.getAndIncrement();
  }

  @Override
  public CaxtonClient client(Duration callTimeout) {
    CaxtonClient client = bed.cluster().client(builder -> builder.callTimeout(callTimeout));
    clients.add(client);
    return client;
  }

  @Override
  public List<RawNode> nodes() {
    return bed.nodes().stream().map(TestNode::raw).toList();
  }

  @Override
  public Random random(String name) {
    return new Random(seed * 31 + name.hashCode());
  }

  @Override
  public String prefix() {
    return "s" + seed;
  }

  @Override
  public void close() {
    clients.forEach(CaxtonClient::close);
  }
}

package io.caxton.server.peer;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.state.snapshot.ManifestFile;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeGrpc;
import io.caxton.v1.ReadSnapshotFileRequest;
import io.caxton.v1.ReadSnapshotFileResponse;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the runs of a snapshot from the other nodes, the leader first, and offers this node's own
 * to them. A snapshot that was replaced meanwhile is no loss: the newest one of that node is taken.
 */
public final class PeerSnapshots implements SnapshotFetcher, SnapshotFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSnapshots.class);

  /** The name under which a node offers the manifest of its newest snapshot. */
  private static final String NEWEST_MANIFEST = "newest-manifest";

  private final String nodeId;
  private final SnapshotStore store;
  private final PeerChannels channels;
  private final String clusterId;
  private final Supplier<ConsensusStatus> status;
  private final BooleanSupplier closing;

  public PeerSnapshots(
      String nodeId,
      SnapshotStore store,
      PeerChannels channels,
      String clusterId,
      Supplier<ConsensusStatus> status,
      BooleanSupplier closing) {
    this.nodeId = nodeId;
    this.store = store;
    this.channels = channels;
    this.clusterId = clusterId;
    this.status = status;
    this.closing = closing;
  }

  @Override
  public FileChannel open(String fileName) throws IOException {
    Path file =
        fileName.equals(NEWEST_MANIFEST)
            ? store.newest().map(store::file).orElseThrow(() -> new NoSuchFileException(fileName))
            : store.runFile(fileName).orElseThrow(() -> new NoSuchFileException(fileName));
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public void fetch(LogPosition at, Path manifestFile) throws IOException {
    SnapshotManifest shipped = ManifestFile.read(manifestFile);
    IOException failure = new IOException("no other node is known");
    for (NodeAddress peer : peers()) {
      try {
        fetch(shipped, peer);
        return;
      } catch (IOException e) {
        failure = e;
      }
      try {
        SnapshotManifest newest = newestOf(peer);
        if (newest.getIndex() > at.index()) {
          fetch(newest, peer);
          return;
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private void fetch(SnapshotManifest manifest, NodeAddress peer) throws IOException {
    for (SnapshotRun run : store.missing(manifest)) {
      Path temporary = store.temporaryFor(run);
      LOG.info(
          "fetching {} ({} bytes) from {}", run.getName(), run.getLengthBytes(), peer.getNodeId());
      read(run.getName(), peer, temporary);
      store.accept(run, temporary);
    }
    store.install(manifest);
    LOG.info("installed a snapshot at index {} from {}", manifest.getIndex(), peer.getNodeId());
  }

  private SnapshotManifest newestOf(NodeAddress peer) throws IOException {
    Path temporary = Files.createTempFile("caxton-manifest", "");
    try {
      read(NEWEST_MANIFEST, peer, temporary);
      return ManifestFile.read(temporary);
    } finally {
      Files.delete(temporary);
    }
  }

  /** Appends to what an earlier try has left. */
  private void read(String fileName, NodeAddress peer, Path temporary) throws IOException {
    long have = Files.exists(temporary) ? Files.size(temporary) : 0;
    ReadSnapshotFileRequest request =
        ReadSnapshotFileRequest.newBuilder()
            .setClusterId(clusterId)
            .setFileName(fileName)
            .setOffset(have)
            .build();
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      channels.redial(peer.getClientAddress());
      Iterator<ReadSnapshotFileResponse> chunks =
          NodeGrpc.newBlockingStub(channels.to(peer.getClientAddress())).readSnapshotFile(request);
      while (chunks.hasNext()) {
        if (closing.getAsBoolean()) {
          throw new IOException("this node is closing");
        }
        ByteBuffer data = chunks.next().getData().asReadOnlyByteBuffer();
        while (data.hasRemaining()) {
          file.write(data);
        }
      }
    } catch (RuntimeException e) {
      throw new IOException(
          "cannot fetch " + fileName + " from " + peer.getNodeId() + ": " + e.getMessage(), e);
    }
  }

  /**
   * All other members, the leader first: it shipped the manifest, but may have become this node.
   */
  private List<NodeAddress> peers() {
    ConsensusStatus now = status.get();
    return now.members().stream()
        .filter(member -> !member.getNodeId().equals(nodeId))
        .sorted(
            Comparator.comparing(
                member -> now.leaderId().equals(Optional.of(member.getNodeId())) ? 0 : 1))
        .toList();
  }
}

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
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the runs of a snapshot from the leader, and offers this node's own to the others. */
public final class PeerSnapshots implements SnapshotFetcher, SnapshotFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSnapshots.class);

  private final SnapshotStore store;
  private final PeerChannels channels;
  private final String clusterId;
  private final Supplier<ConsensusStatus> status;
  private final BooleanSupplier closing;

  public PeerSnapshots(
      SnapshotStore store,
      PeerChannels channels,
      String clusterId,
      Supplier<ConsensusStatus> status,
      BooleanSupplier closing) {
    this.store = store;
    this.channels = channels;
    this.clusterId = clusterId;
    this.status = status;
    this.closing = closing;
  }

  @Override
  public FileChannel open(String fileName) throws IOException {
    Path file = store.runFile(fileName).orElseThrow(() -> new NoSuchFileException(fileName));
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public void fetch(LogPosition at, Path manifestFile) throws IOException {
    SnapshotManifest manifest = ManifestFile.read(manifestFile);
    for (SnapshotRun run : store.missing(manifest)) {
      Path temporary = store.temporaryFor(run);
      fetch(run, temporary);
      store.accept(run, temporary);
    }
    store.install(manifest);
    LOG.info("installed a snapshot at index {} from the leader", at.index());
  }

  private void fetch(SnapshotRun run, Path temporary) throws IOException {
    NodeAddress leader = leader();
    long have = Files.exists(temporary) ? Files.size(temporary) : 0;
    LOG.info(
        "fetching {} ({} bytes) from {}", run.getName(), run.getLengthBytes(), leader.getNodeId());
    ReadSnapshotFileRequest request =
        ReadSnapshotFileRequest.newBuilder()
            .setClusterId(clusterId)
            .setFileName(run.getName())
            .setOffset(have)
            .build();
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      Iterator<ReadSnapshotFileResponse> chunks =
          NodeGrpc.newBlockingStub(channels.to(leader.getClientAddress()))
              .readSnapshotFile(request);
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
          "cannot fetch " + run.getName() + " from " + leader.getNodeId() + ": " + e.getMessage(),
          e);
    }
  }

  private NodeAddress leader() throws IOException {
    ConsensusStatus now = status.get();
    String id = now.leaderId().orElseThrow(() -> new IOException("no leader is known"));
    return now.members().stream()
        .filter(member -> member.getNodeId().equals(id))
        .findFirst()
        .orElseThrow(() -> new IOException("the leader's address is not known"));
  }
}

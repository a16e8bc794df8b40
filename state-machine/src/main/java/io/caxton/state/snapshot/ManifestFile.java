package io.caxton.state.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A manifest on disk: magic, length, the message, and the CRC32C of all that. Only the message will
 * change with the format's version.
 */
public final class ManifestFile {
  /** Since 2 a snapshot may have runs of bodies. */
  static final int VERSION = 2;

  static final String SUFFIX = ".manifest";

  private static final int MAGIC = 0x4358534d; // CXSM
  private static final int HEAD_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;

  /** No folder, nothing hidden: a manifest may come from another node. */
  private static final Pattern RUN_NAME =
      Pattern.compile("(base|delta|bodies)-[0-9a-f-]{1,80}\\.run");

  private ManifestFile() {}

  /** Sorts as snapshots do: by index, then by term. */
  static String name(SnapshotManifest manifest) {
    return String.format(
        Locale.ROOT, "snapshot-%020d-%020d%s", manifest.getIndex(), manifest.getTerm(), SUFFIX);
  }

  static ByteBuffer encode(SnapshotManifest manifest) {
    byte[] message = manifest.toByteArray();
    ByteBuffer to = ByteBuffer.allocate(HEAD_BYTES + message.length + CHECKSUM_BYTES);
    to.putInt(MAGIC).putInt(message.length).put(message);
    return to.putInt(checksum(to.array(), to.position())).flip();
  }

  /** Reads a manifest wherever it lies, for instance where consensus put one that it received. */
  public static SnapshotManifest read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer from = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD_BYTES + CHECKSUM_BYTES
        || from.getInt(0) != MAGIC
        || from.getInt(4) != bytes.length - HEAD_BYTES - CHECKSUM_BYTES
        || from.getInt(bytes.length - CHECKSUM_BYTES)
            != checksum(bytes, bytes.length - CHECKSUM_BYTES)) {
      throw new DamagedFileException(file, "the manifest does not match its checksum");
    }
    SnapshotManifest manifest = parse(file, from.slice(HEAD_BYTES, from.getInt(4)));
    if (Integer.toUnsignedLong(manifest.getVersion()) > VERSION) {
      throw new NewerFormatException(file, manifest.getVersion(), VERSION);
    }
    for (SnapshotRun run : Catalogue.runs(manifest).toList()) {
      if (!RUN_NAME.matcher(run.getName()).matches()) {
        throw new DamagedFileException(file, "names a run " + run.getName());
      }
    }
    return manifest;
  }

  private static SnapshotManifest parse(Path file, ByteBuffer message) throws IOException {
    try {
      return SnapshotManifest.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedFileException(file, "not a manifest: " + e.getMessage(), e);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}

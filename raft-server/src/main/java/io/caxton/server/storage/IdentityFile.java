package io.caxton.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The identity on disk: a few lines of text a human can read, the last one their CRC32C. Replaced
 * as a whole: temporary name, fsync, rename, fsync of the directory.
 */
record IdentityFile(Path file) {
  /** Rises when any file of the data directory changes so that an older version cannot read it. */
  static final int FORMAT_VERSION = 1;

  private static final String TITLE = "caxton-data-directory ";
  private static final String CHECKSUM = "checksum ";

  Optional<Identity> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    int version = version(text);
    if (version > FORMAT_VERSION) {
      throw new DataDirectoryException(
          file.getParent()
              + " was written by a newer version of Caxton (format "
              + version
              + ", this one knows "
              + FORMAT_VERSION
              + "): start that version");
    }
    int end = text.lastIndexOf(CHECKSUM);
    if (version < 0
        || end < 0
        || !text.substring(end + CHECKSUM.length()).strip().equals(checksum(text, end))) {
      throw new DataDirectoryException(
          file
              + " is damaged: it is not clear whose data this is. Restore the file, or treat the"
              + " node as one that lost its disk");
    }
    return Optional.of(identity(text.substring(0, end)));
  }

  void write(Identity identity) throws IOException {
    String body =
        TITLE
            + FORMAT_VERSION
            + "\ncluster "
            + identity.clusterId()
            + "\nnode "
            + identity.nodeId()
            + "\nfounder "
            + identity.founder()
            + "\nphase "
            + identity.phase()
            + "\n";
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, body + CHECKSUM + checksum(body, body.length()) + "\n");
    sync(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.getParent());
  }

  private Identity identity(String body) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : body.split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        fields.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    if (!fields.keySet().containsAll(List.of("cluster", "node", "founder", "phase"))) {
      throw new DataDirectoryException(file + " lacks a line it must have");
    }
    return new Identity(
        fields.get("cluster"),
        fields.get("node"),
        Boolean.parseBoolean(fields.get("founder")),
        Identity.Phase.valueOf(fields.get("phase")));
  }

  private static int version(String text) {
    int end = text.indexOf('\n');
    if (!text.startsWith(TITLE) || end < 0) {
      return -1;
    }
    try {
      return Integer.parseInt(text.substring(TITLE.length(), end));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String checksum(String text, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static void sync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

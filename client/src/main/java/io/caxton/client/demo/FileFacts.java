package io.caxton.client.demo;

import io.caxton.client.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be found out about one file.
 *
 * @param lines newline bytes, as {@code wc -l} counts
 * @param words runs of bytes other than ASCII white space
 * @param error why the file could not be read, as the exception's name; empty if it could
 */
record FileFacts(long size, long lines, long words, String sha256, String error) {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Pattern SHA256 = Pattern.compile("\"sha256\":\"(\\p{XDigit}{64})\"");
  private static final Pattern PID = Pattern.compile("\"pid\":(\\d{1,18})");

  /** Reads the file as a stream, however large it is. */
  static FileFacts of(Path root, String path) {
    try {
      Path file = root.resolve(path);
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? read(file)
          : unreadable("NotARegularFile");
    } catch (IOException | InvalidPathException failure) {
      return unreadable(failure.getClass().getSimpleName());
    }
  }

  private static FileFacts unreadable(String error) {
    return new FileFacts(0, 0, 0, "", error);
  }

  private static FileFacts read(Path file) throws IOException {
    MessageDigest digest = newDigest();
    long size = 0;
    long lines = 0;
    long words = 0;
    boolean inWord = false;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
        for (int i = 0; i < n; i++) {
          byte b = buffer[i];
          boolean space = b == ' ' || (b >= '\t' && b <= '\r');
          if (b == '\n') {
            lines++;
          }
          if (!space && !inWord) {
            words++;
          }
          inWord = !space;
        }
      }
    }
    return new FileFacts(size, lines, words, HexFormat.of().formatHex(digest.digest()), "");
  }

  /** What an agent with this pid reports as the task's result. */
  String json(long pid) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (error.isEmpty()) {
      fields.put("size", size);
      fields.put("lines", lines);
      fields.put("words", words);
      fields.put("sha256", sha256);
    } else {
      fields.put("error", error);
    }
    fields.put("pid", pid);
    return Json.of(fields);
  }

  /** The pid in a result; 0 if there is none. */
  static long pid(String result) {
    Matcher pid = PID.matcher(result);
    return pid.find() ? Long.parseLong(pid.group(1)) : 0;
  }

  /** The digest in a result; "-" if there is none. */
  static String sha256(String result) {
    Matcher digest = SHA256.matcher(result);
    return digest.find() ? digest.group(1) : "-";
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}

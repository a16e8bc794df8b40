package io.caxton.jepsen.bug;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** All seeded bugs, and how a server gets one. */
public final class SeededBugs {
  private SeededBugs() {}

  /** In the order of the documentation. */
  public static List<SeededBug> all() {
    return Catalogue.ENTRIES.stream().map(Catalogue.Entry::bug).toList();
  }

  /** Options of a server's JVM; its class path must be that of this process. */
  public static List<String> jvmFlags(String name) {
    patches(name);
    List<String> flags = new ArrayList<>();
    // A class that comes out of the JVM's cache would come without the bug.
    flags.add("-XX:+IgnoreUnrecognizedVMOptions");
    flags.add("-XX:AOTMode=off");
    flags.add("-javaagent:" + agentJar() + "=" + name);
    return List.copyOf(flags);
  }

  static List<Patch> patches(String name) {
    return Catalogue.ENTRIES.stream()
        .filter(entry -> entry.bug().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no seeded bug '%s'; there are %s"
                        .formatted(name, all().stream().map(SeededBug::name).toList())))
        .patches();
  }

  /** The jar these classes are in; where they are in a folder, one that names the agent. */
  private static Path agentJar() {
    try {
      Path code =
          Path.of(SeededBugs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(code) ? code : namingJar();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path namingJar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), BugAgent.class.getName());
    Path jar = Files.createTempFile("caxton-bug-agent", ".jar");
    jar.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }
}

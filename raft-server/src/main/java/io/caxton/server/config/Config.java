package io.caxton.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The effective configuration: flags over environment over file over defaults, checked once.
 * Immutable.
 */
public final class Config {
  /** A value with where it came from, such as "default", "file caxton.conf", "CAXTON_NODE_ID". */
  public record Entry(Setting<?> setting, String text, Object value, String source) {}

  private final Map<Setting<?>, Entry> entries;

  private Config(Map<Setting<?>, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads and checks everything.
   *
   * @param file properties file, {@code name = value}
   * @param environment variables; those that begin with CAXTON_ and are no setting are left alone,
   *     since scripts use some, but a near miss of a setting's name is refused
   * @param flags by setting name
   * @throws ConfigException naming the setting and what would be right
   */
  public static Config read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Map<String, String> fromFile = file.map(Config::readFile).orElse(Map.of());
    Names.refuseUnknown(fromFile.keySet(), "file " + file.map(Path::toString).orElse(""));
    Names.refuseUnknown(flags.keySet(), "the command line");
    Names.refuseNearMisses(environment.keySet());
    Map<Setting<?>, Entry> entries = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String variable = setting.environmentName();
      if (flags.containsKey(setting.name())) {
        put(entries, setting, flags.get(setting.name()), "--" + setting.name());
      } else if (environment.containsKey(variable)) {
        put(entries, setting, environment.get(variable), variable);
      } else if (fromFile.containsKey(setting.name())) {
        put(entries, setting, fromFile.get(setting.name()), "file " + file.orElseThrow());
      } else {
        put(entries, setting, setting.defaultText(), "default");
      }
    }
    Config config = new Config(entries);
    Rules.check(config);
    return config;
  }

  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    return (T) entries.get(setting).value();
  }

  public String source(Setting<?> setting) {
    return entries.get(setting).source();
  }

  public Iterable<Entry> entries() {
    return entries.values();
  }

  public boolean tls() {
    return !get(Settings.TLS_CERTIFICATE).isEmpty();
  }

  /** This node among the peers; absent while it joins an existing cluster. */
  public Optional<Peer> self() {
    return get(Settings.PEERS).stream()
        .filter(peer -> peer.id().equals(get(Settings.NODE_ID)))
        .findFirst();
  }

  private static void put(
      Map<Setting<?>, Entry> entries, Setting<?> setting, String text, String source) {
    try {
      String trimmed = text.trim();
      entries.put(setting, new Entry(setting, trimmed, setting.parser().apply(trimmed), source));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          setting.name() + " = \"" + text + "\" (from " + source + ") " + e.getMessage());
    }
  }

  private static Map<String, String> readFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("cannot read the configuration file " + file + ": " + e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put((String) name, (String) value));
    return values;
  }
}

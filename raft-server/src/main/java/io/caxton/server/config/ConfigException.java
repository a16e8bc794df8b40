package io.caxton.server.config;

/**
 * The configuration is refused; the message names the setting, its value, its source, the bound.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}

package io.caxton.state.core;

import io.caxton.v1.Label;
import java.util.List;

/**
 * What a message asks of its provider.
 *
 * @param name of the capability
 * @param version of it; empty: any
 * @param labels that the agent must have, sorted by key
 */
public record Ask(String name, String version, List<Label> labels) {
  /** {@code capability} is {@code name} or {@code name:version}. */
  public static Ask of(String capability, List<Label> labels) {
    int colon = capability.indexOf(':');
    return colon < 0
        ? new Ask(capability, "", labels)
        : new Ask(capability.substring(0, colon), capability.substring(colon + 1), labels);
  }

  /** The name alone; empty of an empty capability. */
  public static String nameOf(String capability) {
    int colon = capability.indexOf(':');
    return colon < 0 ? capability : capability.substring(0, colon);
  }
}

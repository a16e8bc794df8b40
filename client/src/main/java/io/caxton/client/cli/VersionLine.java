package io.caxton.client.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the archive. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "caxton " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
    };
  }
}

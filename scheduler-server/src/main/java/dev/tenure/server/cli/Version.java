package dev.tenure.server.cli;

import dev.tenure.node.TenureVersion;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, for {@code --version}. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"tenure " + TenureVersion.text() + " (Java " + Runtime.version() + ")"};
  }
}

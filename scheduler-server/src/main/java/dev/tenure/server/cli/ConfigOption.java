package dev.tenure.server.cli;

import java.nio.file.Path;

/** Where the configuration is when nobody says so. */
final class ConfigOption {

  /** {@code tenure.conf} in the folder that the launcher names, else in {@code conf}. */
  static Path defaultFile() {
    return Path.of(System.getProperty("tenure.conf", "conf"), "tenure.conf");
  }

  private ConfigOption() {}
}

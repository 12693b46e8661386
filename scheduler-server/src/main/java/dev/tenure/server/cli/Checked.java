package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.InvalidConfigException;
import dev.tenure.node.ConfigCheck;

/** A configuration with everything checked that can be checked without starting anything. */
final class Checked {

  private Checked() {}

  /** The configuration, or {@link InvalidConfigException} with every problem. */
  static Configuration orThrow(ConfigLoader.Result loaded) {
    return ConfigCheck.check(loaded).orThrow();
  }
}

package dev.tenure.node;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;

/** Checks a configuration to the end (schedules, job classes, data) without starting anything. */
public final class ConfigCheck {

  private ConfigCheck() {}

  /** What was read, with the problems of every floor. Reads the plug-in folder; blocks for that. */
  public static ConfigLoader.Result check(ConfigLoader.Result read) {
    return read.configuration().map(c -> read.with(problems(c))).orElse(read);
  }

  private static List<ConfigProblem> problems(Configuration configuration) {
    try (PluginCatalog plugins = PluginCatalog.open(configuration.node().plugins().dir())) {
      return new ArrayList<>(new JobAssembly(configuration, plugins).problems());
    }
  }
}

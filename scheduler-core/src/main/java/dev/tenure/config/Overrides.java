package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings that come from the environment and from system properties. */
final class Overrides {

  private static final String FORCE = "CONFIG_FORCE_tenure_";
  private static final String PROPERTY = "tenure.";

  private Overrides() {}

  /**
   * System properties over environment variables over nothing. A system property whose first word
   * after {@code tenure.} is not a section of {@code reference.conf} is not a setting.
   */
  static Config of(
      Map<String, String> properties, Map<String, String> environment, ConfigObject sections) {
    Config overrides = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(FORCE)) {
        String path = PROPERTY + decode(variable.getKey().substring(FORCE.length()));
        overrides = with(overrides, path, variable, "environment variable ");
      }
    }
    for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
      if (property.getKey().startsWith(PROPERTY) && isSetting(property.getKey(), sections)) {
        overrides = with(overrides, property.getKey(), property, "system property ");
      }
    }
    return overrides;
  }

  /** The variables of the environment as values that files can substitute. */
  static Config variables(Map<String, String> environment) {
    Config variables = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!name.isEmpty() && !ConfigLoader.ROOT_KEYS.contains(name)) {
        variables = with(variables, ConfigUtil.joinPath(name), variable, "environment variable ");
      }
    }
    return variables;
  }

  private static Config with(
      Config config, String path, Map.Entry<String, String> entry, String kind) {
    return config.withValue(
        path, ConfigValueFactory.fromAnyRef(entry.getValue(), kind + entry.getKey()));
  }

  private static boolean isSetting(String property, ConfigObject sections) {
    try {
      List<String> path = ConfigUtil.splitPath(property);
      return path.size() > 1 && sections.containsKey(path.get(1));
    } catch (ConfigException.BadPath e) {
      return false;
    }
  }

  /**
   * As the HOCON library does: {@code _} is a dot, {@code __} a hyphen, {@code ___} an underscore.
   */
  private static String decode(String name) {
    return name.replace("___", "\u0001")
        .replace("__", "-")
        .replace("_", ".")
        .replace("\u0001", "_");
  }
}

package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves substitutions, and goes on after one that cannot be: its place is taken by a mark that
 * readers recognise, so that the other problems are found too.
 */
final class Unresolved {

  private static final String MARK = "\u0000unresolved\u0000";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
  private static final ConfigResolveOptions GIVEN_ONLY =
      ConfigResolveOptions.defaults().setUseSystemEnvironment(false);

  private Unresolved() {}

  /** Whether the value hangs on a variable that does not exist, which is noted already. */
  static boolean isIn(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        && String.valueOf(value.unwrapped()).contains(MARK);
  }

  /** Resolves what the files say from themselves and from {@code variables}. */
  static Config resolve(Config files, Config variables, ProblemLog log) {
    Config marked = variables;
    while (true) {
      try {
        return files.withFallback(marked).resolve(GIVEN_ONLY);
      } catch (ConfigException.UnresolvedSubstitution e) {
        Matcher variable = VARIABLE.matcher(String.valueOf(e.getMessage()));
        if (!variable.find() || marked.hasPathOrNull(variable.group(1))) {
          log.add(ConfigProblem.of(log.origin(e), Messages.of(e)));
          return ConfigFactory.empty();
        }
        String name = variable.group(1);
        log.add(
            log.origin(e),
            "${" + name + "} is set nowhere",
            "a variable of the environment, a path of this file, or ${?" + name + "} if optional");
        marked = marked.withValue(path(name), ConfigValueFactory.fromAnyRef(MARK));
      } catch (ConfigException e) {
        log.add(ConfigProblem.of(log.origin(e), Messages.of(e)));
        return ConfigFactory.empty();
      }
    }
  }

  private static String path(String expression) {
    return ConfigUtil.joinPath(ConfigUtil.splitPath(expression));
  }
}

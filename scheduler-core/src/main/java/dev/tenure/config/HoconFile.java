package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * One parsed file, not resolved yet.
 *
 * @param path absolute
 * @param config its content; empty if it cannot be read, which is noted
 */
record HoconFile(Path path, Config config) {

  /** Parses a file; notes a missing one at {@code namedBy}, a syntax error at its own line. */
  static HoconFile parse(Path file, Origin namedBy, ProblemLog log) {
    Path path = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      log.add(namedBy, "there is no file " + log.show(path), "a file that exists");
      return new HoconFile(path, ConfigFactory.empty());
    }
    OptionalInt tooDeep = Nesting.tooDeepAt(text(path));
    if (tooDeep.isPresent()) {
      return tooDeep(path, tooDeep.getAsInt(), "is nested too deeply", log);
    }
    NotingIncluder includer = new NotingIncluder();
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .appendIncluder(includer);
    try {
      Config config = ConfigFactory.parseFile(path.toFile(), options);
      noteMissing(path, includer.missing(), log);
      return new HoconFile(path, config);
    } catch (ConfigException e) {
      log.add(ConfigProblem.of(log.origin(e), Messages.of(e)));
      return new HoconFile(path, ConfigFactory.empty());
    } catch (StackOverflowError e) {
      return tooDeep(path, 0, "includes a file that is nested too deeply", log);
    }
  }

  private static HoconFile tooDeep(Path path, int line, String what, ProblemLog log) {
    log.add(new Origin(log.show(path), line, ""), what, "at most " + Nesting.MOST + " levels");
    return new HoconFile(path, ConfigFactory.empty());
  }

  /** Empty if it cannot be read: the library will say why. */
  private static String text(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  ConfigObject root() {
    return config.root();
  }

  Path folder() {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static void noteMissing(Path file, List<String> missing, ProblemLog log) {
    for (String name : missing) {
      log.add(
          new Origin(log.show(file), lineOf(file, name), ""),
          "include of \"" + name + "\", which does not exist",
          "a file that exists, relative to the file that includes it");
    }
  }

  /** The library does not tell the line of an include; 0 if it stands in an included file. */
  private static int lineOf(Path file, String name) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().startsWith("include") && lines.get(i).contains(name)) {
          return i + 1;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}

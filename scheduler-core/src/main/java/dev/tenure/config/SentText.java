package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.Optional;

/** Reads JSON that a program sent. */
final class SentText {

  /** Where what was sent comes from, as its origins say. */
  static final String SOURCE = "body";

  private SentText() {}

  /**
   * The object that the text holds; what is wrong is noted.
   *
   * @param form what is allowed, for people
   */
  static Optional<ConfigObject> parse(String json, String form, ProblemLog log) {
    Origin origin = new Origin(SOURCE, 0, "");
    if (json.isBlank()) {
      log.add(origin, "is empty", form);
      return Optional.empty();
    }
    if (Nesting.tooDeepAt(json).isPresent()) {
      log.add(origin, "is nested too deeply", "at most " + Nesting.MOST + " levels");
      return Optional.empty();
    }
    try {
      Config config =
          ConfigFactory.parseString(
              json,
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.JSON)
                  .setOriginDescription(SOURCE));
      return Optional.of(config.root());
    } catch (ConfigException e) {
      log.add(origin, "is not JSON: " + Messages.of(e), form);
      return Optional.empty();
    }
  }
}

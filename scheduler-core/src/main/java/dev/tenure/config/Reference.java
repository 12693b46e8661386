package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** Our own {@code reference.conf}, where every default stands. */
final class Reference {

  /** How places in it are shown. */
  static final String NAME = "reference.conf";

  private Reference() {}

  /** Not resolved yet. Other libraries may have a file of this name: ours has {@code tenure}. */
  static Config parse() {
    try {
      for (URL url : Collections.list(loader().getResources(NAME))) {
        Config config = parse(url);
        if (config.hasPath("tenure")) {
          return config.withOnlyPath("tenure");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(NAME + " cannot be read from the scheduler-core jar", e);
    }
    throw new IllegalStateException(NAME + " is missing from the scheduler-core jar");
  }

  private static Config parse(URL url) throws IOException {
    try (Reader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          reader, ConfigParseOptions.defaults().setOriginDescription(NAME));
    }
  }

  private static ClassLoader loader() {
    ClassLoader own = Reference.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  static boolean holds(ConfigOrigin origin) {
    return origin.filename() == null && origin.description().startsWith(NAME);
  }
}

package dev.tenure.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;

/** The HOCON library's messages without the place that they begin with. */
final class Messages {

  private Messages() {}

  static String of(ConfigException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read");
    ConfigOrigin origin = e.origin();
    if (origin == null) {
      return message;
    }
    String prefix = origin.description() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }
}

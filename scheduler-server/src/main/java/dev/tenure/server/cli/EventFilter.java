package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.Optional;

/**
 * Which events somebody wants to see.
 *
 * @param group of this group only
 * @param job of this job only, and who leads its group
 */
record EventFilter(Optional<String> group, Optional<String> job) {

  /** From what was written on the command line; a job may be written with its group. */
  static EventFilter of(Optional<String> group, Optional<String> job) {
    Optional<String> before =
        job.filter(text -> text.indexOf('/') > 0).map(text -> text.substring(0, text.indexOf('/')));
    return new EventFilter(
        before.or(() -> group), job.map(text -> text.substring(text.indexOf('/') + 1)));
  }

  boolean matches(ServerEvent event) {
    JsonObject data = event.data();
    return switch (event.type()) {
      case "reset" -> true;
      case "leader" -> is(group, data, "group");
      default -> is(group, data, "group") && is(job, data, "job");
    };
  }

  private static boolean is(Optional<String> wanted, JsonObject data, String name) {
    return wanted.isEmpty() || wanted.equals(data.text(name));
  }
}

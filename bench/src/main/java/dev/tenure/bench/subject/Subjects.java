package dev.tenure.bench.subject;

import java.util.Map;

/** The schedulers by the name of their kind. */
final class Subjects {

  private Subjects() {}

  static Subject open(Map<String, String> settings) throws Exception {
    String kind = value(settings, "kind");
    return switch (kind) {
      case "tenure" -> new TenureSubject(settings);
      case "definer" -> new DefinerSubject(settings);
      case "quartz" -> new QuartzSubject(settings);
      case "db-scheduler" -> new DbSchedulerSubject(settings);
      case "jobrunr" -> new JobRunrSubject(settings);
      default -> throw new IllegalArgumentException("unknown kind " + kind);
    };
  }

  /** A setting that must be there. */
  static String value(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("setting " + name + " is missing");
    }
    return value;
  }
}

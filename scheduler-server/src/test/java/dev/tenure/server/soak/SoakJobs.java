package dev.tenure.server.soak;

/** The job file of the trial: every kind of job, with every policy that costs something. */
final class SoakJobs {

  /** Runs only when it is asked to. */
  static final String BY_HAND = "by-hand";

  private SoakJobs() {}

  /**
   * The file.
   *
   * @param light how many jobs have a slot each second and next to nothing to do
   */
  static String hocon(int light) {
    StringBuilder file = new StringBuilder("jobs {\n");
    // A tenth of a second after another, not all at once.
    many(file, light, "light", "LogJob", "every = 1s, spread = 1s, data.level = trace");
    many(file, 5, "count", "CounterJob", "every = 2s");
    many(
        file,
        5,
        "retry",
        "FailingJob",
        "every = 5s, data.fail-times = 1, retry { attempts = 3, back-off = 500ms }");
    many(
        file,
        2,
        "fail",
        "FailingJob",
        "every = 10s, retry { attempts = 2, back-off = 1s }, catch-up = all");
    many(
        file,
        4,
        "slow",
        "SlowJob",
        "every = 5s, concurrency = forbid, on-leader-loss = rerun,"
            + " data { steps = 4, step-duration = 250ms }");
    many(
        file,
        2,
        "late",
        "SlowJob",
        "every = 5s, timeout = 1s, concurrency = forbid,"
            + " data { steps = 20, step-duration = 250ms }");
    many(
        file,
        2,
        "replace",
        "SlowJob",
        "every = 3s, concurrency = replace, data { steps = 20, step-duration = 250ms }");
    many(file, 2, "shell", "ShellCommand", "every = 5s, timeout = 4s, data.command = [\"true\"]");
    add(file, BY_HAND, "LogJob", "at = \"2099-01-01T00:00:00Z\", data.level = trace");
    return file.append("}\n").toString();
  }

  private static void many(StringBuilder file, int count, String name, String job, String what) {
    for (int i = 1; i <= count; i++) {
      add(file, name + "-" + i, job, what);
    }
  }

  private static void add(StringBuilder file, String name, String job, String what) {
    // Kept runs must have reached their limit when the warm-up is over.
    file.append(
        """
        %s { class = "dev.tenure.examples.%s", retention { runs = 20, age = 5m }, %s }
        """
            .formatted(name, job, what));
  }
}

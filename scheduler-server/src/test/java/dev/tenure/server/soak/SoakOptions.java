package dev.tenure.server.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param minutes how long
 * @param nodes how many node processes; at least 2, the last one is started again now and then
 * @param jobs how many jobs have a slot each second
 * @param change seconds from one change of the leader to the next
 * @param report the folder of the report
 */
record SoakOptions(int minutes, int nodes, int jobs, int change, Path report) {

  static final String USAGE =
      """
      Usage: ./tenure soak [--minutes 60] [--nodes 3] [--jobs 60] [--change 60] [--report DIR]
      Runs a cluster under load on this machine, changes its leader again and again, and measures
      memory, threads, open files, leases, watchers and the ledger all the time. They must not grow.
        --minutes  how long; the first fifth is warm-up
        --nodes    node processes, 2 to 9; all but the last one live all the time
        --jobs     jobs with a slot each second, beside 23 others
        --change   seconds from one change of the leader to the next
        --report   the folder for index.html, samples.csv and the nodes' output (soak-report)
      Exit code: 0 all lines are flat, 1 one is not, 2 wrong usage.
      """;

  /** Throws {@link IllegalArgumentException} when a number makes no sense. */
  SoakOptions {
    if (minutes < 1 || nodes < 2 || nodes > 9 || jobs < 1 || change < 10) {
      throw new IllegalArgumentException("a number is out of its range");
    }
  }

  /** Reads arguments; throws {@link IllegalArgumentException} for any that it does not know. */
  static SoakOptions of(List<String> arguments) {
    SoakOptions read = new SoakOptions(60, 3, 60, 60, Path.of("soak-report"));
    if (arguments.size() % 2 != 0) {
      throw new IllegalArgumentException("each option has a value");
    }
    for (int i = 0; i < arguments.size(); i += 2) {
      read = read.with(arguments.get(i), arguments.get(i + 1));
    }
    return read;
  }

  private SoakOptions with(String option, String value) {
    return switch (option) {
      case "--minutes" -> new SoakOptions(Integer.parseInt(value), nodes, jobs, change, report);
      case "--nodes" -> new SoakOptions(minutes, Integer.parseInt(value), jobs, change, report);
      case "--jobs" -> new SoakOptions(minutes, nodes, Integer.parseInt(value), change, report);
      case "--change" -> new SoakOptions(minutes, nodes, jobs, Integer.parseInt(value), report);
      case "--report" -> new SoakOptions(minutes, nodes, jobs, change, Path.of(value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  Duration span() {
    return Duration.ofMinutes(minutes);
  }

  /** What to type to have the same again. */
  String command() {
    return "./tenure soak --minutes %d --nodes %d --jobs %d --change %d"
        .formatted(minutes, nodes, jobs, change);
  }
}

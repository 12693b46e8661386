package dev.tenure.server.chaos.workload;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the code of a job does.
 *
 * @param napMillis how long a run takes
 * @param failPercent how many of a hundred attempts fail; which ones hangs on the run's id
 * @param stubborn whether interrupts are ignored
 * @param keeps whether a count is kept in the job's data from run to run
 */
public record Behaviour(long napMillis, int failPercent, boolean stubborn, boolean keeps) {

  /** Most runs are short; one of eight takes longer than the period. */
  static Behaviour draw(Random random, long periodMillis) {
    int kind = random.nextInt(8);
    long nap =
        switch (kind) {
          case 0, 1, 2 -> 0;
          case 3, 4 -> 20 + random.nextInt(300);
          case 5, 6 -> random.nextInt((int) periodMillis);
          default -> periodMillis + random.nextInt((int) periodMillis);
        };
    int fails = random.nextInt(4) == 0 ? 10 + random.nextInt(40) : 0;
    return new Behaviour(nap, fails, random.nextInt(8) == 0, random.nextInt(8) == 0);
  }

  /** The same with runs that take no longer than that. */
  Behaviour within(long millis) {
    return new Behaviour(Math.min(napMillis, millis), failPercent, stubborn, keeps);
  }

  /** The class that behaves so. */
  String type() {
    return (keeps ? KeepingWitnessJob.class : WitnessJob.class).getName();
  }

  /** The data that the job is given. */
  Map<String, Object> data(Stage stage) {
    return new TreeMap<>(
        Map.of(
            "folder",
            stage.folder().toString(),
            "register",
            stage.register().toString(),
            "nap",
            napMillis,
            "fails",
            (long) failPercent,
            "stubborn",
            stubborn));
  }
}

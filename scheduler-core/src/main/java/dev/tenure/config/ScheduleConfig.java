package dev.tenure.config;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When a job runs, as written. The floor above makes a grid of it, and checks cron text. */
public sealed interface ScheduleConfig {

  /**
   * By the wall clock of the job's zone.
   *
   * @param text five or more fields, or an {@code @} name; not checked here
   */
  record Cron(Located<String> text) implements ScheduleConfig {}

  /**
   * At a fixed distance.
   *
   * @param period positive, whole milliseconds
   */
  record Every(Located<Duration> period) implements ScheduleConfig {}

  /** Not by itself; only of a job that is not enabled. */
  record ByHand() implements ScheduleConfig {}

  /**
   * At certain instants.
   *
   * @param instants ascending, no repeats; empty only for a job whose schedule could not be read
   */
  record At(List<Instant> instants) implements ScheduleConfig {
    public At {
      instants = List.copyOf(instants);
    }
  }
}

package dev.tenure.bench.subject;

import java.time.Duration;
import java.time.Instant;

/**
 * Jobs of which some have a slot in each period, all within the same part of it, and the others
 * none for a day.
 *
 * @param jobs how many there are
 * @param overdue how many of them, the first, have slots
 * @param due the end of the first part in which they have
 */
public record Backlog(int jobs, int overdue, Instant due) {

  /** The part of each period. */
  public static final Duration SPREAD = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofSeconds(30);

  /** How many runs a second all of them ask for at most; a node with work to make up has more. */
  private static final int RATE = 5000;

  private static final Duration DECADE = Duration.ofDays(3650);

  /** As {@link #words} says it. */
  static Backlog of(String words) {
    String[] parts = words.split(" ", -1);
    return new Backlog(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Instant.ofEpochMilli(Long.parseLong(parts[2])));
  }

  /** For another process. */
  public String words() {
    return jobs + " " + overdue + " " + due.toEpochMilli();
  }

  /** The name of a job. */
  public String name(int job) {
    return "job-" + job;
  }

  /** Its first slot. */
  public Instant start(int job) {
    Instant slot =
        job < overdue
            ? due.minus(SPREAD.multipliedBy(job).dividedBy(overdue))
            : due.plus(Duration.ofDays(1));
    return Instant.ofEpochMilli(slot.toEpochMilli());
  }

  /** The time between two of its slots. */
  public Duration period(int job) {
    return job < overdue ? period() : DECADE;
  }

  /** The time between two waves. */
  public Duration period() {
    Duration enough = Duration.ofSeconds(overdue / RATE);
    return enough.compareTo(SHORTEST) > 0 ? enough : SHORTEST;
  }
}

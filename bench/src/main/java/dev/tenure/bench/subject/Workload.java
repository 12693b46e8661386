package dev.tenure.bench.subject;

import java.time.Instant;
import java.util.Map;

/**
 * What a peer is to run.
 *
 * @param jobs how many jobs
 * @param periodMillis the time between two slots of one
 * @param phaseMillis by how much the slots of one job come after those of the one before
 * @param hangs whether there is a single run, which never ends
 * @param total how many runs must be there, for a peer whose work is queued beforehand
 */
record Workload(int jobs, int periodMillis, double phaseMillis, boolean hangs, int total) {

  static Workload of(Map<String, String> settings) {
    return new Workload(
        Integer.parseInt(Subjects.value(settings, "jobs")),
        Integer.parseInt(Subjects.value(settings, "period")),
        Double.parseDouble(Subjects.value(settings, "phase")),
        Boolean.parseBoolean(Subjects.value(settings, "hangs")),
        Integer.parseInt(Subjects.value(settings, "total")));
  }

  /** A whole second that is still to come when the jobs are defined. */
  Instant begin(int secondsFromNow) {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() + secondsFromNow);
  }

  Instant first(int job, Instant begin) {
    return begin.plusMillis((long) (job * phaseMillis));
  }
}

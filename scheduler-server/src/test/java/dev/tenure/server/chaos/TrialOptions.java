package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a trial is made of.
 *
 * @param length for how long things go wrong
 * @param seed of jobs, faults and what the operator does
 * @param faults what may go wrong
 * @param members of etcd, 1 or 3
 * @param jobs how many
 * @param report the folder that gets the report, and after a failure the logs and the evidence
 */
record TrialOptions(
    Duration length, long seed, Set<FaultKind> faults, int members, int jobs, Path report) {

  /** What repeats it. */
  String command() {
    String list =
        faults.equals(FaultKind.all())
            ? "all"
            : faults.stream().map(FaultKind::word).collect(Collectors.joining(","));
    double minutes = length.toSeconds() / 60.0;
    String time = minutes == Math.rint(minutes) ? Long.toString((long) minutes) : "" + minutes;
    return "./tenure chaos --minutes %s --seed %d --faults %s --members %d --jobs %d"
        .formatted(time, seed, list, members, jobs);
  }
}

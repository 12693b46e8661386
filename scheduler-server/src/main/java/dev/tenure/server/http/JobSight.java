package dev.tenure.server.http;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.GroupFace;
import dev.tenure.quartz.Outlook;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A job at one moment: as it is defined, and where it stands.
 *
 * @param group its group
 * @param job as it is defined
 * @param past what is recorded of it
 * @param lines its triggers
 * @param why why it cannot be run on this node; empty if it can
 */
record JobSight(
    GroupName group,
    Kept<JobSpec> job,
    JobState past,
    List<Outlook.Line> lines,
    Optional<String> why) {

  /** In a word, what there is to say of a job; the first that holds. */
  enum State {
    /** It cannot be run on the node that answers. */
    UNUSABLE,
    /** A run of it is in progress. */
    RUNNING,
    /** All of its triggers are paused. */
    PAUSED,
    /** It has no slot any more, or none at all. */
    FINISHED,
    /** It waits for its next slot. */
    SCHEDULED
  }

  static JobSight of(GroupFace group, Kept<JobSpec> job, Map<JobName, String> unusable) {
    JobName name = job.value().name();
    List<Outlook.Line> lines = group.outlook().lines(name);
    Optional<String> why =
        Optional.ofNullable(unusable.get(name))
            .or(() -> lines.stream().flatMap(line -> line.problem().stream()).findFirst());
    return new JobSight(group.group(), job, group.state(name), lines, why);
  }

  JobName name() {
    return job.value().name();
  }

  State state(Instant now) {
    if (why.isPresent()) {
      return State.UNUSABLE;
    }
    if (!past.open().isEmpty()) {
      return State.RUNNING;
    }
    if (isPaused()) {
      return State.PAUSED;
    }
    return next(now).isEmpty() ? State.FINISHED : State.SCHEDULED;
  }

  boolean isPaused() {
    return !lines.isEmpty() && lines.stream().allMatch(Outlook.Line::paused);
  }

  /** The next slot that will be run, if all goes well. */
  Optional<Instant> next(Instant now) {
    return lines.stream()
        .filter(Outlook.Line::runs)
        .flatMap(line -> line.nextAfter(now).stream())
        .min(Comparator.naturalOrder());
  }

  /** In words, one line. */
  String schedule() {
    return lines.isEmpty()
        ? "by hand only"
        : lines.stream().map(Outlook.Line::schedule).distinct().collect(Collectors.joining("; "));
  }
}

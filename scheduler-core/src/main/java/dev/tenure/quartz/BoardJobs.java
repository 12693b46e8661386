package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.model.JobName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the board knows of jobs beside their triggers: whether this node can run them, and whether
 * their runs may overlap. Not thread-safe but for {@link #notRunnable()}.
 */
final class BoardJobs {

  private static final Logger log = LoggerFactory.getLogger(BoardJobs.class);

  private final BoardSources sources;
  private final Map<JobName, String> notRunnable = new ConcurrentHashMap<>();

  private boolean leading;

  BoardJobs(BoardSources sources) {
    this.sources = sources;
  }

  /** Jobs that this node cannot run, and why. Any thread. */
  Map<JobName, String> notRunnable() {
    return Map.copyOf(notRunnable);
  }

  /**
   * From now on it is an error if a job cannot be run here.
   *
   * @return the jobs that could not be run when they were looked at; each is to be looked at again
   */
  Set<JobName> lead() {
    leading = true;
    Set<JobName> doubtful = Set.copyOf(notRunnable.keySet());
    notRunnable.clear();
    return doubtful;
  }

  void standBy() {
    leading = false;
  }

  void clear() {
    notRunnable.clear();
  }

  void remove(JobName name) {
    notRunnable.remove(name);
  }

  /**
   * Looks whether a job can be run here.
   *
   * @return whether it cannot
   */
  boolean cannotRun(JobSpec spec) {
    Optional<String> problem = sources.types().problem(spec);
    problem.ifPresentOrElse(
        why -> notRunnable(spec.name(), why), () -> notRunnable.remove(spec.name()));
    return problem.isPresent();
  }

  private void notRunnable(JobName name, String why) {
    String before = notRunnable.put(name, why);
    if (leading && !why.equals(before)) {
      log.error(
          "job {} is not runnable here: {}. Its slots wait for a leader that can run it",
          name,
          why);
    }
  }

  /** Whether runs of the job may overlap; those of a job that is not there may. */
  Concurrency concurrency(JobName name) {
    return sources
        .definitions()
        .job(name)
        .map(Kept::value)
        .map(this::concurrency)
        .orElse(Concurrency.ALLOW);
  }

  Concurrency concurrency(JobSpec spec) {
    return spec.concurrency() == Concurrency.ALLOW && sources.types().forbidsOverlap(spec)
        ? Concurrency.FORBID
        : spec.concurrency();
  }
}

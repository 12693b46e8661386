package dev.tenure.server.metrics;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which jobs have a label of their own: the first {@value #MOST} that are defined. All others are
 * {@code other} together, so that the number of series is bounded. A job that is gone makes room.
 *
 * <p>Confined to the loop of the metrics.
 */
final class JobLabels {

  static final int MOST = 1000;

  /** The label of all jobs that have none of their own. */
  static final String OTHER = "other";

  private final Map<GroupName, Set<JobName>> named = new HashMap<>();
  private int count;

  /** The label of a job. */
  String of(GroupName group, JobName job) {
    return isNamed(group, job) ? job.value() : OTHER;
  }

  boolean isNamed(GroupName group, JobName job) {
    return named.getOrDefault(group, Set.of()).contains(job);
  }

  /** A job is defined; answers whether it has got a label of its own just now. */
  boolean admit(GroupName group, JobName job) {
    if (count >= MOST || !named.computeIfAbsent(group, g -> new HashSet<>()).add(job)) {
      return false;
    }
    count++;
    return true;
  }

  /** A job is gone; answers whether it had a label of its own. */
  boolean dismiss(GroupName group, JobName job) {
    boolean had = named.getOrDefault(group, new HashSet<>()).remove(job);
    if (had) {
      count--;
    }
    return had;
  }

  /** The jobs of the group that have one. */
  List<JobName> of(GroupName group) {
    return new ArrayList<>(named.getOrDefault(group, Set.of()));
  }
}

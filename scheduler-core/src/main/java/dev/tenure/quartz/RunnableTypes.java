package dev.tenure.quartz;

import dev.tenure.definition.JobSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.utils.ClassUtils;

/**
 * What the classes of jobs say on this node. A class that was found is remembered; one that was not
 * is looked for again each time. Thread-safe.
 */
final class RunnableTypes {

  /** A class that was looked for. */
  private sealed interface Looked {}

  private record Found(Class<? extends Job> type, boolean forbidsOverlap, boolean keepsData)
      implements Looked {}

  private record Missing(String why) implements Looked {}

  private final ClassSource classes;
  private final Map<String, Found> known = new ConcurrentHashMap<>();

  RunnableTypes(ClassSource classes) {
    this.classes = classes;
  }

  /** Why the job cannot be run here; empty if it can. */
  Optional<String> problem(JobSpec job) {
    return look(job) instanceof Missing missing ? Optional.of(missing.why()) : Optional.empty();
  }

  /** The class, if the job can be run here. */
  Optional<Class<? extends Job>> type(JobSpec job) {
    return look(job) instanceof Found found ? Optional.of(found.type()) : Optional.empty();
  }

  /** Whether the class forbids that two runs overlap. */
  boolean forbidsOverlap(JobSpec job) {
    return look(job) instanceof Found found && found.forbidsOverlap();
  }

  /** Whether what a run leaves in its data is kept for the next one. */
  boolean keepsData(JobSpec job) {
    return look(job) instanceof Found found && found.keepsData();
  }

  private Looked look(JobSpec job) {
    Found before = known.get(job.type());
    if (before != null) {
      return before;
    }
    try {
      Class<? extends Job> type = classes.load(job.type());
      Found found =
          new Found(
              type,
              ClassUtils.isAnnotationPresent(type, DisallowConcurrentExecution.class),
              ClassUtils.isAnnotationPresent(type, PersistJobDataAfterExecution.class));
      known.put(job.type(), found);
      return found;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return new Missing(String.valueOf(e.getMessage()));
    }
  }
}

package dev.tenure.quartz;

import dev.tenure.config.Concurrency;
import dev.tenure.model.JobName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.Grid;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.utils.ClassUtils;

/**
 * A job as the engine runs it.
 *
 * @param name its name in its group
 * @param type the class of the job; its annotations count
 * @param grid its slots
 * @param catchUp what becomes of slots that fell due while nobody led
 * @param concurrency whether runs may overlap; {@code @DisallowConcurrentExecution} on the class
 *     forbids it in any case
 * @param timeout after which a run is interrupted; empty for never
 * @param data what the job finds in its merged {@code JobDataMap}
 * @param description for people; may be empty
 */
public record JobDefinition(
    JobName name,
    Class<? extends Job> type,
    Grid grid,
    CatchUp catchUp,
    Concurrency concurrency,
    Optional<Duration> timeout,
    Map<String, Object> data,
    String description) {

  public JobDefinition {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** Whether only one run may go on at a time, by definition or by annotation. */
  boolean forbidsOverlap() {
    return concurrency == Concurrency.FORBID
        || ClassUtils.isAnnotationPresent(type, DisallowConcurrentExecution.class);
  }

  /** Whether what the job leaves in its data map is kept for its next run. */
  boolean keepsData() {
    return ClassUtils.isAnnotationPresent(type, PersistJobDataAfterExecution.class);
  }
}

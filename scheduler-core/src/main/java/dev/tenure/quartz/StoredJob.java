package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.impl.JobDetailImpl;
import org.quartz.utils.ClassUtils;

/**
 * A job as the store has it, for Quartz. Its class is looked for when somebody asks for it, so that
 * a node without that class can still list, pause and delete the job. A copy: changes of its data
 * touch nothing. As little thread-safe as any of Quartz's details.
 */
final class StoredJob implements JobDetail {

  private static final long serialVersionUID = 1L;

  private final JobKey key;
  private final transient JobSpec spec;
  private final transient ClassSource classes;
  private final JobDataMap data;
  private transient @Nullable Class<? extends Job> type;

  /**
   * A detail.
   *
   * @param values its data: what the job kept, or what it is defined with
   */
  StoredJob(JobKey key, JobSpec spec, Map<String, Object> values, ClassSource classes) {
    this.key = key;
    this.spec = spec;
    this.classes = classes;
    data = new JobDataMap(values);
    data.clearDirtyFlag();
  }

  private StoredJob(StoredJob other) {
    key = other.key;
    spec = other.spec;
    classes = other.classes;
    type = other.type;
    data = (JobDataMap) other.data.clone();
  }

  /** What is stored. */
  JobSpec spec() {
    return spec;
  }

  @Override
  public JobKey getKey() {
    return key;
  }

  @Override
  public @Nullable String getDescription() {
    return spec.description().isEmpty() ? null : spec.description();
  }

  /** The class; throws {@link IllegalStateException} when this node does not have it. */
  @Override
  public Class<? extends Job> getJobClass() {
    Class<? extends Job> found = type;
    if (found == null) {
      try {
        found = classes.load(spec.type());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "job " + key + " cannot run here, its class is missing: " + e.getMessage(), e);
      }
      type = found;
    }
    return found;
  }

  @Override
  public JobDataMap getJobDataMap() {
    return data;
  }

  @Override
  public boolean isDurable() {
    return spec.durable();
  }

  @Override
  public boolean isPersistJobDataAfterExecution() {
    return isAnnotated(PersistJobDataAfterExecution.class);
  }

  @Override
  public boolean isConcurrentExecutionDisallowed() {
    return spec.concurrency() != Concurrency.ALLOW
        || isAnnotated(DisallowConcurrentExecution.class);
  }

  /** Nothing is known of a class that this node does not have. */
  private boolean isAnnotated(Class<? extends Annotation> annotation) {
    try {
      return ClassUtils.isAnnotationPresent(getJobClass(), annotation);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Override
  public boolean requestsRecovery() {
    return spec.onLeaderLoss() == OnLeaderLoss.RERUN;
  }

  @Override
  public StoredJob clone() {
    return new StoredJob(this);
  }

  /** A builder of the same job; what only we know, such as its retries, stays. */
  @Override
  public JobBuilder getJobBuilder() {
    JobBuilder builder = new Rebuilder(spec);
    return builder
        .ofType(getJobClass())
        .requestRecovery(requestsRecovery())
        .storeDurably(isDurable())
        .usingJobData(getJobDataMap())
        .withDescription(getDescription())
        .withIdentity(getKey());
  }

  /** Two details are the same when their keys are, as for all details of Quartz. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JobDetail detail && detail.getKey().equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "job " + key + " (" + spec.type() + ")";
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("job " + key + " lives in its store, not in a stream");
  }

  private static final class Rebuilder extends JobBuilder {

    private final JobSpec base;

    Rebuilder(JobSpec base) {
      this.base = base;
    }

    @Override
    public JobDetail build() {
      return new Changed((JobDetailImpl) super.build(), base);
    }
  }

  /** A detail that was built from a stored one. */
  static final class Changed extends JobDetailImpl {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable JobSpec base;

    Changed(JobDetailImpl built, JobSpec base) {
      this.base = base;
      setKey(built.getKey());
      setJobClass(built.getJobClass());
      setDescription(built.getDescription());
      setDurability(built.isDurable());
      setRequestsRecovery(built.requestsRecovery());
      setJobDataMap(built.getJobDataMap());
    }

    /** What it was built from; empty after it went through a stream. */
    Optional<JobSpec> base() {
      return Optional.ofNullable(base);
    }

    @Override
    public boolean isConcurrentExecutionDisallowed() {
      return super.isConcurrentExecutionDisallowed()
          || (base != null && base.concurrency() != Concurrency.ALLOW);
    }

    @Override
    public Changed clone() {
      return (Changed) super.clone();
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}

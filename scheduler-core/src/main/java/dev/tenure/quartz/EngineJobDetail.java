package dev.tenure.quartz;

import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.impl.JobDetailImpl;

/**
 * A job's detail whose ban on overlaps comes from its definition as well as from its class. Quartz
 * reads the annotations only, and rebuilds the detail whenever a job's data is kept.
 */
final class EngineJobDetail extends JobDetailImpl {

  private static final long serialVersionUID = 1L;

  private final boolean forbidsOverlap;

  EngineJobDetail(JobDefinition definition, JobKey key, JobDataMap data) {
    this(definition.forbidsOverlap());
    setKey(key);
    setJobClass(definition.type());
    setDescription(definition.description());
    setDurability(true);
    setJobDataMap(data);
  }

  private EngineJobDetail(boolean forbidsOverlap) {
    this.forbidsOverlap = forbidsOverlap;
  }

  @Override
  public boolean isConcurrentExecutionDisallowed() {
    return forbidsOverlap;
  }

  @Override
  public JobBuilder getJobBuilder() {
    Rebuilder builder = new Rebuilder(forbidsOverlap);
    builder
        .ofType(getJobClass())
        .storeDurably(isDurable())
        .usingJobData(getJobDataMap())
        .withDescription(getDescription())
        .withIdentity(getKey());
    return builder;
  }

  @Override
  public EngineJobDetail clone() {
    return (EngineJobDetail) super.clone();
  }

  /** Two details are the same when their keys are, as for all details of Quartz. */
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private static final class Rebuilder extends JobBuilder {

    private final boolean forbidsOverlap;

    Rebuilder(boolean forbidsOverlap) {
      this.forbidsOverlap = forbidsOverlap;
    }

    @Override
    public JobDetail build() {
      JobDetail plain = super.build();
      EngineJobDetail detail = new EngineJobDetail(forbidsOverlap);
      detail.setKey(plain.getKey());
      detail.setJobClass(plain.getJobClass());
      detail.setDescription(plain.getDescription());
      detail.setDurability(plain.isDurable());
      detail.setJobDataMap(plain.getJobDataMap());
      return detail;
    }
  }
}

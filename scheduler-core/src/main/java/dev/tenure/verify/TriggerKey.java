package dev.tenure.verify;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;

/** A trigger of a job of a group. */
record TriggerKey(GroupName group, JobName job, TriggerName trigger) {

  static TriggerKey of(RunId run) {
    return new TriggerKey(run.group(), run.job(), run.trigger());
  }

  JobKey ofJob() {
    return new JobKey(group, job);
  }

  /** A job of a group. */
  record JobKey(GroupName group, JobName job) {
    static JobKey of(RunId run) {
      return new JobKey(run.group(), run.job());
    }
  }
}

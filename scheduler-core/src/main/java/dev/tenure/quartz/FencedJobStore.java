package dev.tenure.quartz;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.SchedulerConfigException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.spi.TriggerFiredResult;

/**
 * Our job store: definitions on every node, fires on the leader alone, behind its gate and after
 * its claim. Its truth is in the store of the cluster.
 *
 * <p>Called by Quartz's thread, by the workers and by whoever uses the scheduler's API, all at
 * once.
 */
abstract class FencedJobStore extends DefinedJobStore {

  private volatile @Nullable SchedulerSignaler signaler;

  /** What fires. */
  abstract FireSide fire();

  @Override
  public void initialize(ClassLoadHelper loadHelper, SchedulerSignaler schedulerSignaler)
      throws SchedulerConfigException {
    signaler = schedulerSignaler;
  }

  /** Wakes Quartz's thread, as something falls due then. */
  final void wake(Instant at) {
    SchedulerSignaler known = signaler;
    if (known != null) {
      known.signalSchedulingChange(at.equals(Instant.MIN) ? 0 : Math.max(1, at.toEpochMilli()));
    }
  }

  final void tellJobDeleted(JobKey job) {
    SchedulerSignaler known = signaler;
    if (known != null) {
      known.notifySchedulerListenersJobDeleted(job);
    }
  }

  @Override
  public boolean supportsPersistence() {
    return true;
  }

  @Override
  public boolean isClustered() {
    return true;
  }

  @Override
  public long getEstimatedTimeToReleaseAndAcquireTrigger() {
    return 5;
  }

  @Override
  public long getAcquireRetryDelay(int failureCount) {
    return 1000;
  }

  @Override
  public void setThreadPoolSize(int poolSize) {}

  @Override
  public List<OperableTrigger> acquireNextTriggers(
      long noLaterThan, int maxCount, long timeWindow) {
    return fire().fires().acquire(noLaterThan, maxCount, timeWindow);
  }

  @Override
  public void releaseAcquiredTrigger(OperableTrigger trigger) {
    fire().fires().release(trigger);
  }

  /** One result for each trigger, in order; never throws. */
  @Override
  public List<TriggerFiredResult> triggersFired(List<OperableTrigger> triggers) {
    return fire().fires().fired(triggers);
  }

  @Override
  public void triggeredJobComplete(
      OperableTrigger trigger, JobDetail detail, CompletedExecutionInstruction instruction) {
    fire().ends().complete(trigger, detail, instruction);
  }
}

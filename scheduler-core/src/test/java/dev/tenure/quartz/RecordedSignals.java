package dev.tenure.quartz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.spi.SchedulerSignaler;

/** Stands in for the scheduler that a job store signals, and remembers what it heard. */
final class RecordedSignals implements SchedulerSignaler {

  private final List<TriggerKey> misfired = new CopyOnWriteArrayList<>();
  private final List<TriggerKey> finished = new CopyOnWriteArrayList<>();
  private final List<JobKey> deleted = new CopyOnWriteArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();

  List<TriggerKey> misfired() {
    return misfired;
  }

  List<TriggerKey> finished() {
    return finished;
  }

  List<JobKey> deletedJobs() {
    return deleted;
  }

  /** How often the scheduler was told to look again. */
  int changes() {
    return changes.get();
  }

  @Override
  public void notifyTriggerListenersMisfired(Trigger trigger) {
    misfired.add(trigger.getKey());
  }

  @Override
  public void notifySchedulerListenersFinalized(Trigger trigger) {
    finished.add(trigger.getKey());
  }

  @Override
  public void notifySchedulerListenersJobDeleted(JobKey jobKey) {
    deleted.add(jobKey);
  }

  @Override
  public void signalSchedulingChange(long candidateNewNextFireTime) {
    changes.incrementAndGet();
  }

  @Override
  public void notifySchedulerListenersError(String text, SchedulerException cause) {}
}

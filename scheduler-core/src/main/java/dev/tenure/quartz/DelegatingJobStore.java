package dev.tenure.quartz;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.JobStore;
import org.quartz.spi.OperableTrigger;

/**
 * The part of a job store that only looks definitions up, or changes them in memory: handed on to
 * the store inside. What decides about fires is in {@link TenureJobStore}.
 */
abstract class DelegatingJobStore implements JobStore {

  /** The store that holds the definitions of the present term. */
  abstract RAMJobStore inside();

  @Override
  public long getEstimatedTimeToReleaseAndAcquireTrigger() {
    return inside().getEstimatedTimeToReleaseAndAcquireTrigger();
  }

  @Override
  public void storeJob(JobDetail newJob, boolean replaceExisting) throws JobPersistenceException {
    inside().storeJob(newJob, replaceExisting);
  }

  @Override
  public boolean removeJob(JobKey jobKey) throws JobPersistenceException {
    return inside().removeJob(jobKey);
  }

  @Override
  public boolean removeJobs(List<JobKey> jobKeys) throws JobPersistenceException {
    return inside().removeJobs(jobKeys);
  }

  @Override
  public @Nullable JobDetail retrieveJob(JobKey jobKey) throws JobPersistenceException {
    return inside().retrieveJob(jobKey);
  }

  @Override
  public List<JobDetail> getJobDetails(GroupMatcher<JobKey> matcher)
      throws JobPersistenceException {
    return inside().getJobDetails(matcher);
  }

  @Override
  public boolean removeTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    return inside().removeTrigger(triggerKey);
  }

  @Override
  public boolean removeTriggers(List<TriggerKey> triggerKeys) throws JobPersistenceException {
    return inside().removeTriggers(triggerKeys);
  }

  @Override
  public @Nullable OperableTrigger retrieveTrigger(TriggerKey triggerKey)
      throws JobPersistenceException {
    return inside().retrieveTrigger(triggerKey);
  }

  @Override
  public boolean checkExists(JobKey jobKey) throws JobPersistenceException {
    return inside().checkExists(jobKey);
  }

  @Override
  public boolean checkExists(TriggerKey triggerKey) throws JobPersistenceException {
    return inside().checkExists(triggerKey);
  }

  @Override
  public void clearAllSchedulingData() throws JobPersistenceException {
    inside().clearAllSchedulingData();
  }

  @Override
  public void storeCalendar(
      String name, Calendar calendar, boolean replaceExisting, boolean updateTriggers)
      throws JobPersistenceException {
    inside().storeCalendar(name, calendar, replaceExisting, updateTriggers);
  }

  @Override
  public boolean removeCalendar(String calName) throws JobPersistenceException {
    return inside().removeCalendar(calName);
  }

  @Override
  public @Nullable Calendar retrieveCalendar(String calName) throws JobPersistenceException {
    return inside().retrieveCalendar(calName);
  }

  @Override
  public int getNumberOfJobs() throws JobPersistenceException {
    return inside().getNumberOfJobs();
  }

  @Override
  public int getNumberOfTriggers() throws JobPersistenceException {
    return inside().getNumberOfTriggers();
  }

  @Override
  public int getNumberOfCalendars() throws JobPersistenceException {
    return inside().getNumberOfCalendars();
  }

  @Override
  public Set<JobKey> getJobKeys(GroupMatcher<JobKey> matcher) throws JobPersistenceException {
    return inside().getJobKeys(matcher);
  }

  @Override
  public Set<TriggerKey> getTriggerKeys(GroupMatcher<TriggerKey> matcher)
      throws JobPersistenceException {
    return inside().getTriggerKeys(matcher);
  }

  @Override
  public List<String> getJobGroupNames() throws JobPersistenceException {
    return inside().getJobGroupNames();
  }

  @Override
  public List<String> getTriggerGroupNames() throws JobPersistenceException {
    return inside().getTriggerGroupNames();
  }

  @Override
  public List<String> getCalendarNames() throws JobPersistenceException {
    return inside().getCalendarNames();
  }

  @Override
  public List<OperableTrigger> getTriggersForJob(JobKey jobKey) throws JobPersistenceException {
    return inside().getTriggersForJob(jobKey);
  }

  @Override
  public List<OperableTrigger> getTriggersByJobAndTriggerGroup(
      GroupMatcher<JobKey> jobMatcher, GroupMatcher<TriggerKey> triggerMatcher)
      throws JobPersistenceException {
    return inside().getTriggersByJobAndTriggerGroup(jobMatcher, triggerMatcher);
  }

  @Override
  public TriggerState getTriggerState(TriggerKey triggerKey) throws JobPersistenceException {
    return inside().getTriggerState(triggerKey);
  }

  @Override
  public void resetTriggerFromErrorState(TriggerKey triggerKey) throws JobPersistenceException {
    inside().resetTriggerFromErrorState(triggerKey);
  }

  @Override
  public void pauseTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    inside().pauseTrigger(triggerKey);
  }

  @Override
  public Collection<String> pauseTriggers(GroupMatcher<TriggerKey> matcher)
      throws JobPersistenceException {
    return inside().pauseTriggers(matcher);
  }

  @Override
  public void pauseJob(JobKey jobKey) throws JobPersistenceException {
    inside().pauseJob(jobKey);
  }

  @Override
  public Collection<String> pauseJobs(GroupMatcher<JobKey> groupMatcher)
      throws JobPersistenceException {
    return inside().pauseJobs(groupMatcher);
  }

  @Override
  public void resumeTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    inside().resumeTrigger(triggerKey);
  }

  @Override
  public Collection<String> resumeTriggers(GroupMatcher<TriggerKey> matcher)
      throws JobPersistenceException {
    return inside().resumeTriggers(matcher);
  }

  @Override
  public Set<String> getPausedTriggerGroups() throws JobPersistenceException {
    return inside().getPausedTriggerGroups();
  }

  @Override
  public void resumeJob(JobKey jobKey) throws JobPersistenceException {
    inside().resumeJob(jobKey);
  }

  @Override
  public Collection<String> resumeJobs(GroupMatcher<JobKey> matcher)
      throws JobPersistenceException {
    return inside().resumeJobs(matcher);
  }

  @Override
  public void pauseAll() throws JobPersistenceException {
    inside().pauseAll();
  }

  @Override
  public void resumeAll() throws JobPersistenceException {
    inside().resumeAll();
  }

  @Override
  public void setInstanceId(String schedInstId) {
    inside().setInstanceId(schedInstId);
  }

  @Override
  public void setInstanceName(String schedName) {
    inside().setInstanceName(schedName);
  }

  @Override
  public void setThreadPoolSize(int poolSize) {
    inside().setThreadPoolSize(poolSize);
  }
}

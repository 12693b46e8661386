package dev.tenure.quartz;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.JobStore;
import org.quartz.spi.OperableTrigger;

/**
 * The part of our job store that defines: what Quartz's API changes is in the store of the cluster
 * when the call returns, and what it reads is in memory on every node. What fires is in the
 * subclass.
 *
 * <p>Thread-safe. Reading never blocks; changing blocks until the change is durable, at most as
 * long as {@link StoreAnswers} waits.
 */
abstract class DefinedJobStore implements JobStore {

  /** What defines. */
  abstract DefinitionSide side();

  @Override
  public void storeJobAndTrigger(JobDetail newJob, OperableTrigger newTrigger)
      throws JobPersistenceException {
    side().definitions().storeJobAndTrigger(newJob, newTrigger);
  }

  @Override
  public void storeJob(JobDetail newJob, boolean replaceExisting) throws JobPersistenceException {
    side().definitions().storeJob(newJob, replaceExisting);
  }

  @Override
  public void storeJobsAndTriggers(
      Map<JobDetail, Set<? extends Trigger>> triggersAndJobs, boolean replace)
      throws JobPersistenceException {
    side().definitions().storeJobsAndTriggers(triggersAndJobs, replace);
  }

  @Override
  public boolean removeJob(JobKey jobKey) throws JobPersistenceException {
    return side().definitions().removeJobs(List.of(jobKey));
  }

  @Override
  public boolean removeJobs(List<JobKey> jobKeys) throws JobPersistenceException {
    return side().definitions().removeJobs(jobKeys);
  }

  @Override
  public @Nullable JobDetail retrieveJob(JobKey jobKey) {
    return side().lookup().job(jobKey).orElse(null);
  }

  @Override
  public List<JobDetail> getJobDetails(GroupMatcher<JobKey> matcher) {
    return side().lookup().details(matcher);
  }

  @Override
  public void storeTrigger(OperableTrigger newTrigger, boolean replaceExisting)
      throws JobPersistenceException {
    side().definitions().storeTrigger(newTrigger, replaceExisting);
  }

  @Override
  public boolean removeTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    return side().definitions().removeTriggers(List.of(triggerKey));
  }

  @Override
  public boolean removeTriggers(List<TriggerKey> triggerKeys) throws JobPersistenceException {
    return side().definitions().removeTriggers(triggerKeys);
  }

  @Override
  public boolean replaceTrigger(TriggerKey triggerKey, OperableTrigger newTrigger)
      throws JobPersistenceException {
    return side().definitions().replaceTrigger(triggerKey, newTrigger);
  }

  @Override
  public @Nullable OperableTrigger retrieveTrigger(TriggerKey triggerKey) {
    return side().lookup().trigger(triggerKey).orElse(null);
  }

  @Override
  public boolean checkExists(JobKey jobKey) {
    return side().lookup().exists(jobKey);
  }

  @Override
  public boolean checkExists(TriggerKey triggerKey) {
    return side().lookup().exists(triggerKey);
  }

  @Override
  public void clearAllSchedulingData() throws JobPersistenceException {
    side().definitions().clear();
  }

  /** A changed calendar counts at once for the triggers that name it, asked for or not. */
  @Override
  public void storeCalendar(
      String name, Calendar calendar, boolean replaceExisting, boolean updateTriggers)
      throws JobPersistenceException {
    side().calendars().store(name, calendar, replaceExisting);
  }

  @Override
  public boolean removeCalendar(String calName) throws JobPersistenceException {
    return side().calendars().remove(calName);
  }

  @Override
  public @Nullable Calendar retrieveCalendar(String calName) throws JobPersistenceException {
    return side().calendars().calendar(calName).orElse(null);
  }

  @Override
  public int getNumberOfJobs() {
    return side().lookup().jobCount();
  }

  @Override
  public int getNumberOfTriggers() {
    return side().lookup().triggerCount();
  }

  @Override
  public int getNumberOfCalendars() {
    return side().calendars().names().size();
  }

  @Override
  public Set<JobKey> getJobKeys(GroupMatcher<JobKey> matcher) {
    return side().lookup().jobKeys(matcher);
  }

  @Override
  public Set<TriggerKey> getTriggerKeys(GroupMatcher<TriggerKey> matcher) {
    return side().lookup().triggerKeys(matcher);
  }

  @Override
  public List<String> getJobGroupNames() {
    return side().lookup().jobGroups();
  }

  @Override
  public List<String> getTriggerGroupNames() {
    return side().lookup().triggerGroups();
  }

  @Override
  public List<String> getCalendarNames() {
    return side().calendars().names();
  }

  @Override
  public List<OperableTrigger> getTriggersForJob(JobKey jobKey) {
    return side().lookup().triggersOf(jobKey);
  }

  @Override
  public List<OperableTrigger> getTriggersByJobAndTriggerGroup(
      GroupMatcher<JobKey> jobMatcher, GroupMatcher<TriggerKey> triggerMatcher) {
    return side().lookup().triggers(jobMatcher, triggerMatcher);
  }

  @Override
  public TriggerState getTriggerState(TriggerKey triggerKey) {
    return side().lookup().state(triggerKey);
  }

  @Override
  public void resetTriggerFromErrorState(TriggerKey triggerKey) throws JobPersistenceException {
    side().pauses().reset(triggerKey);
  }

  @Override
  public void pauseTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    side().pauses().pause(List.of(triggerKey));
  }

  @Override
  public Collection<String> pauseTriggers(GroupMatcher<TriggerKey> matcher)
      throws JobPersistenceException {
    return side().pauses().pauseTriggers(matcher);
  }

  @Override
  public void pauseJob(JobKey jobKey) throws JobPersistenceException {
    side().pauses().pause(side().lookup().triggerKeysOf(jobKey));
  }

  @Override
  public Collection<String> pauseJobs(GroupMatcher<JobKey> groupMatcher)
      throws JobPersistenceException {
    return side().pauses().pauseJobs(groupMatcher);
  }

  @Override
  public void resumeTrigger(TriggerKey triggerKey) throws JobPersistenceException {
    side().pauses().resume(List.of(triggerKey));
  }

  @Override
  public Collection<String> resumeTriggers(GroupMatcher<TriggerKey> matcher)
      throws JobPersistenceException {
    return side().pauses().resumeTriggers(matcher);
  }

  @Override
  public Set<String> getPausedTriggerGroups() {
    return side().pauses().pausedTriggerGroups();
  }

  @Override
  public void resumeJob(JobKey jobKey) throws JobPersistenceException {
    side().pauses().resume(side().lookup().triggerKeysOf(jobKey));
  }

  @Override
  public Collection<String> resumeJobs(GroupMatcher<JobKey> matcher)
      throws JobPersistenceException {
    return side().pauses().resumeJobs(matcher);
  }

  @Override
  public void pauseAll() throws JobPersistenceException {
    side().pauses().pauseAll();
  }

  @Override
  public void resumeAll() throws JobPersistenceException {
    side().pauses().resumeAll();
  }
}

package dev.tenure.quartz;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * Something due on its way through Quartz's thread, from being acquired to being fired or released.
 * Quartz reads its next fire time, by its own clock, and nothing else. Not thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class DueTrigger extends AbstractTrigger<Trigger> {

  private static final long serialVersionUID = 1L;

  private final transient Due due;
  private final transient Instant fireAt;
  private boolean refused;

  /**
   * A trigger that Quartz fires.
   *
   * @param fireAt when, by Quartz's clock
   */
  DueTrigger(Due due, TriggerKey key, JobKey job, Instant fireAt) {
    this.due = due;
    this.fireAt = fireAt;
    setKey(key);
    setJobKey(job);
    setPriority(due.priority());
  }

  Due due() {
    return due;
  }

  /** The ledger did not grant it; it is not to be handed out again at once. */
  void refuse() {
    refused = true;
  }

  boolean isRefused() {
    return refused;
  }

  @Override
  public Date getNextFireTime() {
    return Date.from(fireAt);
  }

  @Override
  public @Nullable Date getPreviousFireTime() {
    return null;
  }

  @Override
  public @Nullable Date getFireTimeAfter(@Nullable Date afterTime) {
    return null;
  }

  @Override
  public Date getStartTime() {
    return getNextFireTime();
  }

  @Override
  public @Nullable Date getEndTime() {
    return null;
  }

  @Override
  public @Nullable Date getFinalFireTime() {
    return null;
  }

  @Override
  public boolean mayFireAgain() {
    return true;
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return true;
  }

  @Override
  public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
    return getNextFireTime();
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {}

  @Override
  public void updateAfterMisfire(@Nullable Calendar calendar) {}

  @Override
  public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {}

  @Override
  public void setNextFireTime(@Nullable Date nextFireTime) {
    throw fixed();
  }

  @Override
  public void setPreviousFireTime(@Nullable Date previousFireTime) {
    throw fixed();
  }

  @Override
  public void setStartTime(@Nullable Date startTime) {
    throw fixed();
  }

  @Override
  public void setEndTime(@Nullable Date endTime) {
    throw fixed();
  }

  @Override
  public ScheduleBuilder<Trigger> getScheduleBuilder() {
    throw fixed();
  }

  /** Two triggers are the same when their keys are, as for all triggers of Quartz. */
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public int compareTo(Trigger other) {
    return super.compareTo(other);
  }

  private UnsupportedOperationException fixed() {
    return new UnsupportedOperationException(
        getKey() + " is about to fire; a trigger that can be changed comes from getTrigger");
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(getKey() + " is about to fire and lives in memory only");
  }
}

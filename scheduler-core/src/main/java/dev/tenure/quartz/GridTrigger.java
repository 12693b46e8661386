package dev.tenure.quartz;

import dev.tenure.ledger.Claim;
import dev.tenure.model.TriggerName;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * A trigger whose fire times are the slots of a job, strictly: nothing moves it to "now". All
 * copies share one {@link PlannedJob}, so that a copy costs a few words; Quartz makes several for
 * each fire.
 *
 * <p>Quartz's misfire handling is not used, with one exception: for a job that forbids concurrency,
 * the hook is where overlapped slots are stepped over.
 */
final class GridTrigger extends AbstractTrigger<GridTrigger> {

  private static final long serialVersionUID = 1L;

  /** Key in the context of a run: a {@link CompletedExecutionInstruction} for its trigger. */
  static final String INSTRUCTION = "tenure.instruction";

  private final transient PlannedJob job;
  private transient PlannedJob.@Nullable Place next;
  private transient @Nullable Instant previous;
  private transient @Nullable ClaimedRun run;

  GridTrigger(PlannedJob job, String group) {
    this.job = job;
    String name = job.definition().name().value();
    setKey(new TriggerKey(name, group));
    setJobKey(new JobKey(name, group));
    setMisfireInstruction(
        job.definition().forbidsOverlap()
            ? MISFIRE_INSTRUCTION_SMART_POLICY
            : MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    next = job.first().orElse(null);
  }

  PlannedJob job() {
    return job;
  }

  /** What would have to be claimed for the next slot. */
  Optional<Claim> claim() {
    return Optional.ofNullable(next)
        .map(
            place ->
                Claim.of(
                    job.definition().name(),
                    TriggerName.of(job.definition().name()),
                    PlannedJob.EDITION,
                    place.slot(),
                    job.kind(place.index())));
  }

  /** The claim under which this copy of the trigger fires. */
  Optional<ClaimedRun> run() {
    return Optional.ofNullable(run);
  }

  void firesFor(ClaimedRun claimed) {
    run = claimed;
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {
    PlannedJob.Place fired = next;
    if (fired != null) {
      previous = fired.slot();
      next = job.after(fired).orElse(null);
    }
  }

  @Override
  public void updateAfterMisfire(@Nullable Calendar calendar) {
    if (next != null) {
      next = job.withoutOverlaps(next).orElse(null);
    }
  }

  @Override
  public CompletedExecutionInstruction executionComplete(
      JobExecutionContext context, @Nullable JobExecutionException result) {
    if (context.get(INSTRUCTION) instanceof CompletedExecutionInstruction asked) {
      return asked;
    }
    return mayFireAgain()
        ? CompletedExecutionInstruction.NOOP
        : CompletedExecutionInstruction.DELETE_TRIGGER;
  }

  @Override
  public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
    return getNextFireTime();
  }

  @Override
  public @Nullable Date getNextFireTime() {
    return next == null ? null : Date.from(next.slot());
  }

  @Override
  public @Nullable Date getPreviousFireTime() {
    return previous == null ? null : Date.from(previous);
  }

  @Override
  public @Nullable Date getFireTimeAfter(@Nullable Date afterTime) {
    Instant after = afterTime == null ? Instant.EPOCH : afterTime.toInstant();
    return job.definition().grid().next(after).map(Date::from).orElse(null);
  }

  @Override
  public boolean mayFireAgain() {
    return next != null;
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return instruction == MISFIRE_INSTRUCTION_SMART_POLICY
        || instruction == MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY;
  }

  /** The slots come from the ledger's cursor and the grid alone; nobody sets them. */
  @Override
  public void setNextFireTime(@Nullable Date nextFireTime) {
    throw onGridOnly();
  }

  @Override
  public void setPreviousFireTime(@Nullable Date previousFireTime) {
    throw onGridOnly();
  }

  @Override
  public void setStartTime(@Nullable Date startTime) {
    throw onGridOnly();
  }

  @Override
  public void setEndTime(@Nullable Date endTime) {
    throw onGridOnly();
  }

  @Override
  public ScheduleBuilder<GridTrigger> getScheduleBuilder() {
    throw onGridOnly();
  }

  @Override
  public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {}

  @Override
  public Date getStartTime() {
    return Date.from(Instant.EPOCH);
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
  public GridTrigger clone() {
    return (GridTrigger) super.clone();
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

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(
        "the trigger of job " + job.definition().name() + " lives in the ledger, not in a stream");
  }

  private UnsupportedOperationException onGridOnly() {
    return new UnsupportedOperationException(
        "the schedule of job "
            + job.definition().name()
            + " is given by its definition; change it there");
  }
}

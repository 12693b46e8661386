package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleSpec;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * A trigger as the store has it, for Quartz: made when somebody asks for it, a few words beside the
 * schedule that all copies share. Its times are slots of its grid; nothing moves one to "now".
 *
 * <p>A copy: changes of it touch nothing until it is stored again. No more thread-safe than any
 * trigger of Quartz.
 *
 * @param <T> the kind of trigger that its builder builds
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
abstract class StoredTrigger<T extends Trigger> extends AbstractTrigger<T> {

  private static final long serialVersionUID = 1L;

  /** Where a trigger stands: its next slot, the last one that was run, and how many were. */
  record Place(Optional<Instant> next, Optional<Instant> previous, long fired) {
    /** Before anything. */
    static final Place NONE = new Place(Optional.empty(), Optional.empty(), 0);
  }

  private final transient TriggerSpec spec;

  // What somebody may set on a copy; the grid goes with them.
  private transient Optional<Instant> start;
  private transient Optional<Instant> end;
  private transient ScheduleSpec schedule;
  private transient @Nullable Grid grid;
  private transient Place place = Place.NONE;

  StoredTrigger(TriggerSpec spec, TriggerKey key, JobKey jobKey, Grid grid) {
    this.spec = spec;
    this.grid = grid;
    start = spec.start();
    end = spec.end();
    schedule = spec.schedule();
    setKey(key);
    setJobKey(jobKey);
    super.setPriority(spec.priority());
    super.setCalendarName(spec.calendar().orElse(null));
    super.setDescription(spec.description().isEmpty() ? null : spec.description());
    super.setMisfireInstruction(spec.misfireInstruction());
    if (!spec.data().isEmpty()) {
      JobDataMap data = new JobDataMap(spec.data());
      data.clearDirtyFlag();
      super.setJobDataMap(data);
    }
  }

  /** The schedule with another start, when its slots depend on that. */
  abstract ScheduleSpec startingAt(ScheduleSpec former, Instant newStart);

  /** What is stored. */
  final TriggerSpec spec() {
    return spec;
  }

  final ScheduleSpec schedule() {
    return schedule;
  }

  /** The slots of the schedule between start and end; calendars are not looked at. */
  final Grid grid() {
    Grid known = grid;
    if (known == null) {
      known = Grids.of(schedule, start, end, Optional.empty(), Duration.ZERO);
      grid = known;
    }
    return known;
  }

  final Optional<Instant> start() {
    return start;
  }

  final Optional<Instant> end() {
    return end;
  }

  final Place place() {
    return place;
  }

  final void place(Place newPlace) {
    place = newPlace;
  }

  /** How many slots were run. */
  public final int getTimesTriggered() {
    return (int) Math.min(Integer.MAX_VALUE, place.fired());
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {
    Optional<Instant> fired = place.next();
    place =
        new Place(
            fired.flatMap(slot -> CalendarWalk.next(grid(), calendar, slot)),
            fired,
            place.fired() + 1);
  }

  /**
   * Nothing for Quartz to do: what follows a run is decided where its end is recorded, and a
   * further attempt has a claim of its own.
   */
  @Override
  public CompletedExecutionInstruction executionComplete(
      @Nullable JobExecutionContext context, @Nullable JobExecutionException result) {
    return CompletedExecutionInstruction.NOOP;
  }

  @Override
  public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
    Instant before = start.orElse(Instant.EPOCH).minusMillis(1);
    place = new Place(CalendarWalk.next(grid(), calendar, before), place.previous(), place.fired());
    return getNextFireTime();
  }

  /** Missed slots are the store's business; a copy has none. */
  @Override
  public void updateAfterMisfire(@Nullable Calendar calendar) {}

  @Override
  public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {
    Instant before = place.previous().orElseGet(() -> start.orElse(Instant.EPOCH).minusMillis(1));
    place = new Place(CalendarWalk.next(grid(), calendar, before), place.previous(), place.fired());
  }

  @Override
  public @Nullable Date getNextFireTime() {
    return date(place.next());
  }

  @Override
  public @Nullable Date getPreviousFireTime() {
    return date(place.previous());
  }

  @Override
  public void setNextFireTime(@Nullable Date nextFireTime) {
    place = new Place(instant(nextFireTime), place.previous(), place.fired());
  }

  @Override
  public void setPreviousFireTime(@Nullable Date previousFireTime) {
    place = new Place(place.next(), instant(previousFireTime), place.fired());
  }

  @Override
  public boolean mayFireAgain() {
    return place.next().isPresent();
  }

  @Override
  public @Nullable Date getFireTimeAfter(@Nullable Date afterTime) {
    return date(grid().next(instant(afterTime).orElseGet(Instant::now)));
  }

  @Override
  public @Nullable Date getFinalFireTime() {
    return end.flatMap(last -> grid().last(start.orElse(Instant.EPOCH).minusMillis(1), last))
        .map(Date::from)
        .orElse(null);
  }

  @Override
  public @Nullable Date getStartTime() {
    return date(Optional.of(start.orElse(spec.since())));
  }

  @Override
  public void setStartTime(@Nullable Date startTime) {
    Instant newStart =
        instant(startTime)
            .orElseThrow(() -> new IllegalArgumentException("the start must not be null"));
    if (end.isPresent() && end.get().isBefore(newStart)) {
      throw new IllegalArgumentException(
          "the end " + end.get() + " is before the start " + newStart);
    }
    start = Optional.of(newStart);
    schedule = startingAt(schedule, newStart);
    grid = null;
  }

  @Override
  public @Nullable Date getEndTime() {
    return date(end);
  }

  @Override
  public void setEndTime(@Nullable Date endTime) {
    Optional<Instant> newEnd = instant(endTime);
    if (newEnd.isPresent() && start.isPresent() && newEnd.get().isBefore(start.get())) {
      throw new IllegalArgumentException(
          "the end " + newEnd.get() + " is before the start " + start.get());
    }
    end = newEnd;
    grid = null;
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return instruction >= MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY && instruction <= 2;
  }

  @Override
  @SuppressWarnings("unchecked") // Quartz's clone has the class of the original
  public StoredTrigger<T> clone() {
    return (StoredTrigger<T>) super.clone();
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
        "trigger "
            + getKey()
            + " lives in its store, not in a stream; its builder makes one of"
            + " Quartz's own");
  }

  private static @Nullable Date date(Optional<Instant> instant) {
    return instant.map(Date::from).orElse(null);
  }

  private static Optional<Instant> instant(@Nullable Date date) {
    return Optional.ofNullable(date).map(d -> Instant.ofEpochMilli(d.getTime()));
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.Claim;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/**
 * What Quartz runs when something due is fired: the claim before, and the bundle after. All from
 * memory. Thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class FiredBundles {

  private final GroupName group;
  private final DefinitionView definitions;
  private final TriggerStandings standings;
  private final RunnableTypes types;
  private final JobCodec jobs;
  private final TriggerCodec triggers;
  private final Clock clock;

  FiredBundles(
      GroupName group,
      TriggerStandings standings,
      RunnableTypes types,
      JobCodec jobs,
      TriggerCodec triggers,
      Clock clock) {
    this.group = group;
    this.standings = standings;
    this.types = types;
    this.jobs = jobs;
    this.triggers = triggers;
    this.clock = clock;
    definitions = standings.view();
  }

  /** The run to be claimed; empty if its job is gone, or cannot be run here. */
  Optional<ClaimedRun> run(Due due, Leadership leadership) {
    return definitions
        .job(due.job())
        .map(Kept::value)
        .flatMap(
            job ->
                types
                    .type(job)
                    .map(
                        type -> {
                          Claim claim = claim(due);
                          return ClaimedRun.of(
                              leadership, claim.id(group), claim, job, type, types.keepsData(job));
                        }));
  }

  private Claim claim(Due due) {
    if (due instanceof Due.OfSlot slot) {
      RunKind kind = slot.isMissed() ? RunKind.CAUGHT_UP : RunKind.SCHEDULED;
      return Claim.of(slot.job(), slot.trigger(), slot.edition(), slot.slot(), kind);
    }
    if (due instanceof Due.OfAttempt attempt) {
      String edition =
          trigger(attempt.attempt().run().trigger()).map(TriggerSpec::edition).orElse("");
      return Claim.of(attempt.attempt(), edition);
    }
    Due.OfRequest request = (Due.OfRequest) due;
    return new Claim(
        request.job(),
        request.request().trigger(),
        "",
        request.request().slot(),
        RunKind.MANUAL,
        1,
        Optional.of(request.ref()),
        request.request().data());
  }

  /** What Quartz is handed for a run that is claimed. */
  TriggerFiredBundle bundle(ClaimedRun run) {
    TriggerSpec spec = trigger(run.id().trigger()).orElseGet(() -> passing(run));
    JobState state = standings.recorded(run.job().name());
    Instant slot = run.claim().slot();
    StoredTrigger.Place before = standings.placeBefore(spec, slot);
    Optional<Instant> next = next(spec, slot);
    StoredTrigger<?> trigger =
        triggers.trigger(
            spec, new StoredTrigger.Place(next, Optional.of(slot), before.fired() + 1));
    trigger.setFireInstanceId(run.fireId());
    run.claim().data().forEach(trigger.getJobDataMap()::put);
    boolean recovering = run.claim().kind() == RunKind.RECOVERED;
    if (recovering) {
      recovery(trigger, slot);
    }
    trigger.getJobDataMap().clearDirtyFlag();
    JobDetail detail = jobs.detail(run.job(), EffectiveData.of(run.job(), state));
    return new TriggerFiredBundle(
        detail,
        trigger,
        calendar(spec),
        recovering,
        Date.from(clock.instant()),
        Date.from(slot),
        before.previous().map(Date::from).orElse(null),
        next.map(Date::from).orElse(null));
  }

  /** What Quartz's API tells a job of the run that was cut off. */
  private static void recovery(OperableTrigger trigger, Instant slot) {
    TriggerKey key = trigger.getKey();
    String millis = Long.toString(slot.toEpochMilli());
    Map.of(
            Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_NAME,
            key.getName(),
            Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_GROUP,
            key.getGroup(),
            Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_FIRETIME_IN_MILLISECONDS,
            millis,
            Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS,
            millis)
        .forEach(trigger.getJobDataMap()::put);
  }

  private Optional<Instant> next(TriggerSpec spec, Instant slot) {
    Grid grid = standings.grids().apply(spec);
    return grid.next(slot);
  }

  private @Nullable Calendar calendar(TriggerSpec spec) {
    return spec.calendar()
        .flatMap(
            name ->
                StoredCalendars.calendar(
                    name, other -> definitions.calendar(other).map(Kept::value)))
        .orElse(null);
  }

  private Optional<TriggerSpec> trigger(TriggerName name) {
    return definitions.trigger(name).map(Kept::value);
  }

  /**
   * The trigger of a run that no stored one stands for: it was asked for, or its trigger is gone.
   */
  private static TriggerSpec passing(ClaimedRun run) {
    JobSpec job = run.job();
    return TriggerSpec.of(
        run.id().trigger(),
        job.name(),
        new ScheduleSpec.At(List.of(run.claim().slot())),
        run.claim().slot().minusMillis(1));
  }

  /** Whether a job of this name is defined. */
  boolean knows(JobName job) {
    return definitions.job(job).isPresent();
  }
}

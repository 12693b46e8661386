package dev.tenure.quartz;

import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.KeptData;
import dev.tenure.ledger.RunError;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.quartz.JobDetail;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.OperableTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when Quartz is done with a fire: the instruction about its trigger, and the end of a
 * run that never began because a listener vetoed it or its job could not be built. Called on the
 * workers and on Quartz's thread; blocks for an answer of the store, never throws.
 */
final class FireEnds {

  private static final Logger log = LoggerFactory.getLogger(FireEnds.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Definitions definitions;
  private final FinishedTriggers finished;
  private final QuartzNames names;
  private final ClaimedRuns claimed;
  private final EngineLedger ledger;
  private final DueDesk due;
  private final Clock clock;
  private final NanoClock nanos;

  FireEnds(
      Definitions definitions,
      FinishedTriggers finished,
      QuartzNames names,
      ClaimedRuns claimed,
      EngineLedger ledger,
      DueDesk due,
      Clock clock,
      NanoClock nanos) {
    this.definitions = definitions;
    this.finished = finished;
    this.names = names;
    this.claimed = claimed;
    this.ledger = ledger;
    this.due = due;
    this.clock = clock;
    this.nanos = nanos;
  }

  void complete(
      OperableTrigger trigger, JobDetail detail, CompletedExecutionInstruction instruction) {
    try {
      Optional.ofNullable(trigger.getFireInstanceId())
          .flatMap(claimed::take)
          .ifPresent(run -> neverBegan(run, detail, instruction));
      follow(trigger, instruction);
    } catch (RuntimeException e) {
      log.error("the end of {} was not dealt with: {}", trigger.getKey(), e.getMessage(), e);
    }
  }

  private void neverBegan(
      ClaimedRun run, JobDetail detail, CompletedExecutionInstruction instruction) {
    boolean failed =
        instruction == CompletedExecutionInstruction.SET_ALL_JOB_TRIGGERS_ERROR
            || instruction == CompletedExecutionInstruction.SET_TRIGGER_ERROR;
    String why = failed ? "its job could not be built" : "it was vetoed";
    Instant now = clock.instant();
    RunOutcome end =
        new RunOutcome(
            run.id(),
            failed ? EndState.FAILED : EndState.INTERRUPTED,
            now,
            now,
            Optional.empty(),
            Optional.of(new RunError("not started", why)),
            run.keepsData() && !failed
                ? Optional.of(new KeptData(run.job().edition(), detail.getJobDataMap()))
                : Optional.empty(),
            Optional.empty(),
            Optional.empty());
    await(ledger.complete(run.leadership(), end));
    await(due.ask(DueBoard::triggers));
  }

  private void follow(OperableTrigger trigger, CompletedExecutionInstruction instruction) {
    if (instruction == CompletedExecutionInstruction.NOOP) {
      return;
    }
    TriggerName name = names.name(trigger.getKey());
    JobName job = names.name(trigger.getJobKey());
    switch (instruction) {
      case DELETE_TRIGGER -> delete(trigger, name);
      case SET_TRIGGER_COMPLETE -> change(mode(List.of(name), TriggerMode.COMPLETE));
      case SET_TRIGGER_ERROR -> change(mode(List.of(name), TriggerMode.ERROR));
      case SET_ALL_JOB_TRIGGERS_COMPLETE -> change(all(job, TriggerMode.COMPLETE));
      case SET_ALL_JOB_TRIGGERS_ERROR -> change(all(job, TriggerMode.ERROR));
      case NOOP, RE_EXECUTE_JOB -> {}
    }
  }

  private void delete(OperableTrigger trigger, TriggerName name) {
    Optional<TriggerSpec> fired =
        trigger instanceof StoredTrigger<?> stored
            ? Optional.of(stored.spec())
            : definitions.view().trigger(name).map(Kept::value);
    fired.ifPresent(
        spec ->
            report(
                await(finished.remove(List.of(spec), change -> change))
                    .map(FinishedTriggers.Removal::result)));
  }

  /** A job asked that its trigger, or all of its triggers, be taken out of service. */
  void unschedule(ClaimedRun run, boolean all) {
    definitions.decide(
        all
            ? all(run.job().name(), TriggerMode.COMPLETE)::apply
            : mode(List.of(run.id().trigger()), TriggerMode.COMPLETE)::apply);
  }

  private static Builder mode(List<TriggerName> triggers, TriggerMode mode) {
    return changes -> changes.modes(triggers, before -> mode);
  }

  private static Builder all(JobName job, TriggerMode mode) {
    return changes -> changes.modes(changes.view().triggersOf(job), before -> mode);
  }

  private void change(Builder builder) {
    report(await(definitions.decide(builder::apply)));
  }

  private static void report(Optional<ChangeResult> result) {
    if (!result.map(ChangeResult.Changed.class::isInstance).orElse(false)) {
      log.error(
          "a trigger is not as its run asked for: {}",
          result.map(ChangeResult::message).orElse("no answer"));
    }
  }

  private <T> Optional<T> await(CompletionStage<T> stage) {
    Deadline deadline = Deadline.after(nanos.nanos(), LIMIT);
    return new Patience(() -> !deadline.passed(nanos.nanos())).await(stage);
  }

  /** Builds a change on what is defined then. */
  @FunctionalInterface
  private interface Builder {
    dev.tenure.definition.Change apply(Changes changes);
  }
}

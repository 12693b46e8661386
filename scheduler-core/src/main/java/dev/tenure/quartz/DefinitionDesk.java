package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Thing;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.spi.OperableTrigger;

/**
 * Stores, replaces and removes jobs and triggers for Quartz, on any node. Each call is one change
 * that happens as a whole or not at all; two nodes that change the same thing come one after the
 * other, and the later one judges by what the earlier one left.
 *
 * <p>Thread-safe. Each method blocks until its change is durable and to be seen here, and throws
 * {@link JobPersistenceException} when it was not made, with the reason.
 */
final class DefinitionDesk {

  private final Definitions definitions;
  private final JobCodec jobs;
  private final TriggerCodec triggers;
  private final QuartzNames names;
  private final StoreAnswers answers;
  private final ManualRuns manual;
  private final Consumer<JobKey> orphans;

  /**
   * A desk.
   *
   * @param orphans hears of jobs that went with their last trigger
   */
  DefinitionDesk(
      Definitions definitions,
      JobCodec jobs,
      TriggerCodec triggers,
      StoreAnswers answers,
      ManualRuns manual,
      Consumer<JobKey> orphans) {
    this.definitions = definitions;
    this.jobs = jobs;
    this.triggers = triggers;
    this.names = answers.names();
    this.answers = answers;
    this.manual = manual;
    this.orphans = orphans;
  }

  void storeJob(JobDetail job, boolean replace) throws JobPersistenceException {
    JobSpec spec = spec(job);
    change(changes -> changes.storeJob(spec, replace));
  }

  void storeTrigger(OperableTrigger trigger, boolean replace) throws JobPersistenceException {
    if (manual.isManual(trigger)) {
      manual.request(trigger);
      return;
    }
    TriggerSpec spec = spec(trigger);
    change(changes -> withoutExceptions(changes.storeTrigger(spec, replace), changes));
  }

  void storeJobAndTrigger(JobDetail job, OperableTrigger trigger) throws JobPersistenceException {
    storeJobsAndTriggers(Map.of(job, Set.of(trigger)), false);
  }

  void storeJobsAndTriggers(Map<JobDetail, Set<? extends Trigger>> all, boolean replace)
      throws JobPersistenceException {
    Map<JobSpec, List<TriggerSpec>> specs = new LinkedHashMap<>();
    for (Map.Entry<JobDetail, Set<? extends Trigger>> entry : all.entrySet()) {
      List<TriggerSpec> own = new ArrayList<>();
      for (Trigger trigger : entry.getValue()) {
        own.add(spec(trigger));
      }
      specs.put(spec(entry.getKey()), own);
    }
    change(changes -> withoutExceptions(changes.storeJobsAndTriggers(specs, replace), changes));
  }

  /** Whether all of them were there; those that were are gone, with their triggers. */
  boolean removeJobs(Collection<JobKey> keys) throws JobPersistenceException {
    List<JobName> wanted = new ArrayList<>();
    for (JobKey key : keys) {
      name(key).ifPresent(wanted::add);
    }
    Change made = change(changes -> changes.removeJobs(wanted));
    long found = made.ops().stream().filter(op -> op.thing() instanceof Thing.Job).count();
    return found == Set.copyOf(keys).size();
  }

  /** Whether all of them were there; those that were are gone, and so are jobs that need one. */
  boolean removeTriggers(Collection<TriggerKey> keys) throws JobPersistenceException {
    List<TriggerName> wanted = new ArrayList<>();
    for (TriggerKey key : keys) {
      name(key).ifPresent(wanted::add);
    }
    Change made = change(changes -> changes.removeTriggers(wanted));
    long found =
        made.ops().stream().filter(DefinitionDesk::deletes).filter(this::isTrigger).count();
    tellOrphans(made);
    return found == Set.copyOf(keys).size();
  }

  /** Whether there was such a trigger; if not, nothing is stored. */
  boolean replaceTrigger(TriggerKey old, OperableTrigger replacement)
      throws JobPersistenceException {
    Optional<TriggerName> name = name(old);
    if (name.isEmpty()) {
      return false;
    }
    TriggerSpec spec = spec(replacement);
    Change made =
        change(
            changes ->
                changes.view().trigger(name.get()).isEmpty()
                    ? Change.NONE
                    : withoutExceptions(changes.replaceTrigger(name.get(), spec), changes));
    return !made.isEmpty();
  }

  /** Removes all jobs, triggers, calendars and pauses; what nobody can read is left alone. */
  void clear() throws JobPersistenceException {
    for (Change part : new Changes(definitions.view(), definitions.ids()).clear()) {
      answers.await(definitions.change(part));
    }
  }

  private static boolean deletes(Change.Op op) {
    return op instanceof Change.Delete;
  }

  private boolean isTrigger(Change.Op op) {
    return op.thing() instanceof Thing.Trigger;
  }

  private void tellOrphans(Change made) {
    for (Change.Op op : made.ops()) {
      if (op instanceof Change.Delete && op.thing() instanceof Thing.Job job) {
        orphans.accept(names.key(job.name()));
      }
    }
  }

  /** A trigger that is stored anew is paused with its group again. */
  private static Change withoutExceptions(Change change, Changes changes) {
    Set<TriggerName> except = changes.view().pauses().except();
    List<TriggerName> anew =
        change.ops().stream()
            .map(Change.Op::thing)
            .filter(thing -> thing instanceof Thing.Trigger)
            .map(thing -> ((Thing.Trigger) thing).name())
            .filter(except::contains)
            .toList();
    return anew.isEmpty() || change.isEmpty()
        ? change
        : change.and(changes.pauses(pauses -> PauseDesk.without(pauses, anew)));
  }

  /** Makes the change, and says what it came to. */
  private Change change(Function<Changes, Change> builder) throws JobPersistenceException {
    AtomicReference<Change> last = new AtomicReference<>(Change.NONE);
    CompletionStage<ChangeResult> made =
        definitions.decide(
            changes -> {
              Change built = builder.apply(changes);
              last.set(built);
              return built;
            });
    answers.await(made);
    return Objects.requireNonNull(last.get());
  }

  private JobSpec spec(JobDetail job) throws JobPersistenceException {
    try {
      return jobs.spec(job);
    } catch (RuntimeException e) {
      throw answers.refused(e);
    }
  }

  private TriggerSpec spec(Trigger trigger) throws JobPersistenceException {
    try {
      return triggers.spec(trigger);
    } catch (RuntimeException e) {
      throw answers.refused(e);
    }
  }

  private Optional<JobName> name(JobKey key) {
    try {
      return Optional.of(names.name(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<TriggerName> name(TriggerKey key) {
    try {
      return Optional.of(names.name(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

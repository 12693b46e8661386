package dev.tenure.quartz;

import dev.tenure.ledger.Claim;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.SchedulerConfigException;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.TriggerKey;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our job store: lets Quartz fire what the gate lets through and the ledger has claimed, and
 * nothing else. Definitions and trigger states lie in memory and are built anew for each term; the
 * truth is in the ledger.
 *
 * <p>Called by Quartz's thread, by the workers and by jobs that use the scheduler's API, all at
 * once. {@link #triggersFired} blocks while the claim is under way.
 */
final class TenureJobStore extends DelegatingJobStore {

  private static final Logger log = LoggerFactory.getLogger(TenureJobStore.class);

  /** Late by more than this, a trigger of a job that forbids overlaps is looked at. */
  private static final long OVERLAP_CHECK_MILLIS = 1;

  private final Gate gate;
  private final ClaimDesk desk;
  private final GroupName group;
  private final Clock clock;

  private @Nullable ClassLoadHelper loader;
  private @Nullable SchedulerSignaler signaler;
  private volatile @Nullable Term term;
  private volatile RAMJobStore inside = new RAMJobStore();

  TenureJobStore(Gate gate, ClaimDesk desk, GroupName group, Clock clock) {
    this.gate = gate;
    this.desk = desk;
    this.group = group;
    this.clock = clock;
  }

  @Override
  RAMJobStore inside() {
    return inside;
  }

  @Override
  public void initialize(ClassLoadHelper loadHelper, SchedulerSignaler schedulerSignaler)
      throws SchedulerConfigException {
    loader = loadHelper;
    signaler = schedulerSignaler;
    inside = empty();
  }

  /** Replaces everything: what a former term left in memory is stale. The gate must be shut. */
  void load(Term newTerm, Collection<PlannedJob> jobs) throws JobPersistenceException {
    RAMJobStore fresh = empty();
    for (PlannedJob job : jobs) {
      GridTrigger trigger = new GridTrigger(job, group.value());
      EngineJobDetail detail =
          new EngineJobDetail(job.definition(), trigger.getJobKey(), new JobDataMap(job.data()));
      fresh.storeJob(detail, true);
      if (trigger.mayFireAgain()) {
        fresh.storeTrigger(trigger, true);
      }
    }
    term = newTerm;
    inside = fresh;
  }

  private RAMJobStore empty() {
    RAMJobStore fresh = new RAMJobStore();
    fresh.initialize(loader, signaler);
    fresh.setMisfireThreshold(OVERLAP_CHECK_MILLIS);
    return fresh;
  }

  @Override
  public void schedulerStarted() {}

  @Override
  public void schedulerPaused() {}

  @Override
  public void schedulerResumed() {}

  @Override
  public void shutdown() {}

  @Override
  public boolean supportsPersistence() {
    return false;
  }

  @Override
  public boolean isClustered() {
    return true;
  }

  @Override
  public long getAcquireRetryDelay(int failureCount) {
    return 1000;
  }

  @Override
  public List<OperableTrigger> acquireNextTriggers(
      long noLaterThan, int maxCount, long timeWindow) {
    if (!desk.isOpen()) {
      return List.of();
    }
    Optional<Gate.Pass> entered = gate.enter();
    if (entered.isEmpty()) {
      return List.of();
    }
    try (Gate.Pass pass = entered.get()) {
      List<OperableTrigger> acquired =
          inside.acquireNextTriggers(noLaterThan, maxCount, timeWindow);
      log.trace("acquired {} triggers for {}", acquired.size(), pass.leadership());
      return acquired;
    }
  }

  @Override
  public void releaseAcquiredTrigger(OperableTrigger trigger) {
    inside.releaseAcquiredTrigger(trigger);
  }

  /**
   * One result for each trigger, in order: Quartz matches them by position. A trigger that does not
   * fire has a null bundle. Never throws.
   */
  @Override
  public List<TriggerFiredResult> triggersFired(List<OperableTrigger> triggers) {
    List<TriggerFiredResult> results = new ArrayList<>();
    Optional<Gate.Pass> entered = gate.enter();
    if (entered.isPresent()) {
      try (Gate.Pass pass = entered.get()) {
        fire(pass, triggers, results);
      } catch (RuntimeException e) {
        log.error("firing failed; this is a defect, please report it", e);
      }
    }
    while (results.size() < triggers.size()) {
      results.add(nothing());
    }
    return results;
  }

  private void fire(
      Gate.Pass pass, List<OperableTrigger> triggers, List<TriggerFiredResult> results) {
    List<Claim> claims = new ArrayList<>();
    triggers.forEach(trigger -> claim(pass, trigger).ifPresent(claims::add));
    Optional<Set<RunId>> granted = claims.isEmpty() ? Optional.empty() : desk.claim(pass, claims);
    if (granted.isEmpty()) {
      return;
    }
    if (!pass.valid()) {
      desk.notStarted(pass, granted.get(), "the gate was shut");
      return;
    }
    for (OperableTrigger trigger : triggers) {
      results.add(
          claim(pass, trigger)
              .map(claim -> fire(pass, (GridTrigger) trigger, claim, granted.get()))
              .orElseGet(TenureJobStore::nothing));
    }
  }

  /** The claim of a trigger of the present term; a trigger acquired in an older one has none. */
  private static Optional<Claim> claim(Gate.Pass pass, OperableTrigger trigger) {
    return trigger instanceof GridTrigger grid && grid.job().term().equals(pass.leadership().term())
        ? grid.claim()
        : Optional.empty();
  }

  private TriggerFiredResult fire(
      Gate.Pass pass, GridTrigger trigger, Claim claim, Set<RunId> granted) {
    ClaimedRun run = ClaimedRun.of(pass.leadership(), group, claim);
    trigger.firesFor(run);
    trigger.job().began(clock.instant());
    List<TriggerFiredResult> fired = inside.triggersFired(List.of(trigger));
    TriggerFiredBundle bundle = fired.isEmpty() ? null : fired.get(0).getTriggerFiredBundle();
    if (granted.contains(run.id())) {
      if (bundle == null) {
        desk.notStarted(pass, Set.of(run.id()), "its trigger was paused or removed meanwhile");
        return nothing();
      }
      pass.granted();
      return fired.get(0);
    }
    log.warn("run {} is not started: the ledger has accounted for its slot already", run.id());
    if (bundle != null) {
      inside.triggeredJobComplete(
          trigger, bundle.getJobDetail(), CompletedExecutionInstruction.NOOP);
    }
    return nothing();
  }

  private static TriggerFiredResult nothing() {
    return new TriggerFiredResult((TriggerFiredBundle) null);
  }

  /** What a run of a former term ends with does not touch the present contents. */
  @Override
  public void triggeredJobComplete(
      OperableTrigger trigger, JobDetail detail, CompletedExecutionInstruction instruction) {
    if (trigger instanceof GridTrigger fired && fired.job().term().equals(term)) {
      fired.job().ended(clock.instant());
      inside.triggeredJobComplete(trigger, detail, instruction);
    }
  }

  @Override
  public void storeTrigger(OperableTrigger trigger, boolean replaceExisting)
      throws JobPersistenceException {
    throw onlyDefinitions(trigger.getKey());
  }

  @Override
  public void storeJobAndTrigger(JobDetail detail, OperableTrigger trigger)
      throws JobPersistenceException {
    throw onlyDefinitions(trigger.getKey());
  }

  @Override
  public void storeJobsAndTriggers(
      Map<JobDetail, Set<? extends Trigger>> triggersAndJobs, boolean replace)
      throws JobPersistenceException {
    throw new JobPersistenceException(
        "jobs of group " + group + " are defined in job files; none was stored");
  }

  @Override
  public boolean replaceTrigger(TriggerKey key, OperableTrigger trigger)
      throws JobPersistenceException {
    throw onlyDefinitions(key);
  }

  private JobPersistenceException onlyDefinitions(TriggerKey key) {
    return new JobPersistenceException(
        "trigger "
            + key
            + " was not stored: the triggers of group "
            + group
            + " come from job files, because only those are known to every leader");
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.Definitions;
import dev.tenure.definition.TriggerMode;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.KeptData;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.quartz.JobDetail;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;

/**
 * Just enough firing to see what the definitions come to: the ledger is a map, nothing is claimed
 * and nothing is caught up.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class SketchedFires extends DefinedJobStore {

  private final QuartzNames names;
  private final DefinitionSide side;
  private final Definitions definitions;
  private final Map<JobName, JobState> ledger;
  private final Set<TriggerKey> acquired = new HashSet<>();

  SketchedFires(DefinitionSide side, Definitions definitions, Map<JobName, JobState> ledger) {
    this.side = side;
    this.definitions = definitions;
    this.ledger = ledger;
    names = side.standings().names();
  }

  @Override
  DefinitionSide side() {
    return side;
  }

  static Map<JobName, JobState> emptyLedger() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public List<OperableTrigger> acquireNextTriggers(long noLaterThan, int max, long window) {
    List<OperableTrigger> due = new ArrayList<>();
    for (TriggerKey key : getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
      OperableTrigger trigger = retrieveTrigger(key);
      if (trigger != null
          && getTriggerState(key) == TriggerState.NORMAL
          && trigger.getNextFireTime().getTime() <= noLaterThan
          && !acquired.contains(key)) {
        due.add(trigger);
      }
    }
    due.sort(new Trigger.TriggerTimeComparator());
    List<OperableTrigger> taken = due.subList(0, Math.min(max, due.size()));
    taken.forEach(trigger -> acquired.add(trigger.getKey()));
    return taken;
  }

  @Override
  public void releaseAcquiredTrigger(OperableTrigger trigger) {
    acquired.remove(trigger.getKey());
  }

  @Override
  public List<TriggerFiredResult> triggersFired(List<OperableTrigger> triggers) {
    return triggers.stream().map(this::fired).toList();
  }

  private TriggerFiredResult fired(OperableTrigger trigger) {
    acquired.remove(trigger.getKey());
    StoredTrigger<?> stored = (StoredTrigger<?>) trigger;
    Instant slot = stored.place().next().orElseThrow();
    TriggerName name = stored.spec().name();
    JobName job = stored.spec().job();
    RunId id = new RunId(new GroupName("g"), job, name, slot.toEpochMilli(), 1);
    OpenRun run = new OpenRun(id, RunKind.SCHEDULED, new Term(1), "n", slot, Map.of());
    JobDetail detail = retrieveJob(trigger.getJobKey());
    org.quartz.Calendar calendar = null;
    try {
      calendar =
          trigger.getCalendarName() == null ? null : retrieveCalendar(trigger.getCalendarName());
    } catch (org.quartz.JobPersistenceException e) {
      throw new IllegalStateException(e);
    }
    change(
        job,
        state -> {
          Map<TriggerName, Cursor> cursors = new HashMap<>(state.cursors());
          long fired = state.cursor(name, stored.spec().edition()).map(Cursor::fired).orElse(0L);
          cursors.put(name, new Cursor(slot, stored.spec().edition(), fired + 1));
          List<OpenRun> open = new ArrayList<>(state.open());
          open.add(run);
          return with(state, cursors, open, state.data());
        });
    Date previous = trigger.getPreviousFireTime();
    trigger.triggered(calendar);
    return new TriggerFiredResult(
        new TriggerFiredBundle(
            detail,
            trigger,
            calendar,
            false,
            new Date(),
            Date.from(slot),
            previous,
            trigger.getNextFireTime()));
  }

  @Override
  public void triggeredJobComplete(
      OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
    TriggerName name = names.name(trigger.getKey());
    String edition = ((StoredJob) job).spec().edition();
    change(
        names.name(job.getKey()),
        state ->
            with(
                state,
                state.cursors(),
                state.open().stream().filter(run -> !run.id().trigger().equals(name)).toList(),
                job.isPersistJobDataAfterExecution()
                    ? Optional.of(new KeptData(edition, job.getJobDataMap()))
                    : state.data()));
    if (instruction == CompletedExecutionInstruction.SET_TRIGGER_ERROR) {
      definitions
          .decide(changes -> changes.modes(List.of(name), before -> TriggerMode.ERROR))
          .toCompletableFuture()
          .join();
    }
  }

  private void change(JobName job, UnaryOperator<JobState> change) {
    ledger.merge(job, change.apply(JobState.NONE), (before, none) -> change.apply(before));
  }

  private static JobState with(
      JobState state,
      Map<TriggerName, Cursor> cursors,
      List<OpenRun> open,
      Optional<KeptData> data) {
    return new JobState(
        cursors,
        open,
        state.pending(),
        state.last(),
        state.finished(),
        state.skipped(),
        data,
        state.gone(),
        state.applied());
  }

  @Override
  public void initialize(ClassLoadHelper loadHelper, SchedulerSignaler signaler) {}

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
    return true;
  }

  @Override
  public long getEstimatedTimeToReleaseAndAcquireTrigger() {
    return 1;
  }

  @Override
  public boolean isClustered() {
    return true;
  }

  @Override
  public void setInstanceId(String schedInstId) {}

  @Override
  public void setInstanceName(String schedName) {}

  @Override
  public void setThreadPoolSize(int poolSize) {}

  @Override
  public long getAcquireRetryDelay(int failureCount) {
    return 20;
  }
}

package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Concurrency;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.Claim;
import dev.tenure.ledger.ClaimResult;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.TakeoverResult;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.Grids;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;

/**
 * The job store as Quartz's loop calls it, with a ledger on its own thread.
 *
 * <p>Quartz matches the results of a batch to its triggers by position: with one result too few,
 * every later trigger of the batch would be taken for another one, or be put into an error state
 * that it does not leave by itself.
 */
final class TenureJobStoreIT {

  private static final GroupName GROUP = new GroupName("g");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final List<String> JOBS =
      List.of("a", "claimed", "b", "removed", "c", "paused", "d");

  /** Is not run by these tests. */
  public static final class Idle implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  private final MemoryStore memory = new MemoryStore();
  private final ThreadEventLoop loop = new ThreadEventLoop("ledger-store-test");
  private final RunLedger ledger =
      new RunLedger(
          memory,
          new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName("node-1")),
          loop,
          Clock.systemUTC(),
          new Random(1));
  private final Gate gate = new Gate();
  private final TenureJobStore store =
      new TenureJobStore(
          gate,
          new ClaimDesk(
              new EngineLedger(ledger, RunListener.NONE), Clock.systemUTC(), NanoClock.system()),
          GROUP,
          Clock.systemUTC());

  @BeforeEach
  void lead() throws Exception {
    store.initialize(new CascadingClassLoadHelper(), new NoSignals());
    lead(memory.elect());
  }

  private void lead(Leadership leadership) throws Exception {
    assertThat(get(ledger.takeOver(leadership))).isInstanceOf(TakeoverResult.TakenOver.class);
    store.load(
        leadership.term(), JOBS.stream().map(name -> planned(name, leadership.term())).toList());
    gate.open(leadership);
  }

  @AfterEach
  void close() {
    gate.shut(Duration.ZERO);
    loop.close();
  }

  private static PlannedJob planned(String name, Term term) {
    JobDefinition definition =
        new JobDefinition(
            new JobName(name),
            Idle.class,
            Grids.every(EVERY),
            new CatchUp.Skip(),
            Concurrency.ALLOW,
            Optional.empty(),
            Map.of(),
            "");
    return new PlannedJob(
        definition,
        term,
        new PlannedJob.Start(List.of(), SLOT.minusMillis(1), Map.of()),
        skipped -> {});
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private List<OperableTrigger> acquireAll() {
    List<OperableTrigger> acquired = store.acquireNextTriggers(SLOT.toEpochMilli(), JOBS.size(), 0);
    assertThat(names(acquired)).containsExactlyInAnyOrderElementsOf(JOBS);
    return acquired;
  }

  private static List<String> names(List<OperableTrigger> triggers) {
    return triggers.stream().map(trigger -> trigger.getKey().getName()).toList();
  }

  private static TriggerKey key(String name) {
    return new TriggerKey(name, GROUP.value());
  }

  /** The trigger that each result is for; "-" for a result that lets nothing fire. */
  private static List<String> fired(List<TriggerFiredResult> results) {
    List<String> fired = new ArrayList<>();
    for (TriggerFiredResult result : results) {
      assertThat(result.getException()).isNull();
      TriggerFiredBundle bundle = result.getTriggerFiredBundle();
      fired.add(bundle == null ? "-" : bundle.getTrigger().getKey().getName());
    }
    return fired;
  }

  @Test
  void eachTriggerOfAMixedBatchGetsOneResultInItsPlace() throws Exception {
    List<OperableTrigger> batch = acquireAll();
    Claim already =
        Claim.of(
            new JobName("claimed"),
            new TriggerName("claimed"),
            PlannedJob.EDITION,
            SLOT,
            RunKind.SCHEDULED);
    Leadership leadership = gate.enter().orElseThrow().leadership();
    assertThat(get(ledger.claim(leadership, List.of(already))))
        .isInstanceOf(ClaimResult.Claimed.class);
    store.removeTrigger(key("removed"));
    store.pauseTrigger(key("paused"));

    List<TriggerFiredResult> results = store.triggersFired(batch);

    List<String> wanted =
        names(batch).stream().map(name -> name.length() == 1 ? name : "-").toList();
    assertThat(fired(results)).isEqualTo(wanted).contains("a", "b", "c", "d");
    settle(batch, results);
    assertStates(Map.of("removed", TriggerState.NONE, "paused", TriggerState.PAUSED));
    get(ledger.flush(leadership));
    for (String name : JOBS) {
      assertThat(memory.value("/t/state/g/" + name).orElseThrow())
          .as(name)
          .satisfies(
              state ->
                  assertThat(state.contains("its trigger was paused or removed meanwhile"))
                      .isEqualTo(name.equals("removed") || name.equals("paused")));
    }
  }

  @Test
  void aTriggerOfAnOlderTermGetsItsEmptyResultAmongTheOthers() throws Exception {
    OperableTrigger old =
        acquireAll().stream().filter(t -> t.getKey().equals(key("b"))).findFirst().orElseThrow();
    lead(memory.elect());
    List<OperableTrigger> batch = new ArrayList<>(acquireAll());
    int place = names(batch).indexOf("b");
    batch.set(place, old);

    List<String> wanted = new ArrayList<>(names(batch));
    wanted.set(place, "-");
    assertThat(fired(store.triggersFired(batch))).isEqualTo(wanted);
  }

  @Test
  void aBatchThatMayNotFireGetsAsManyEmptyResults() {
    List<OperableTrigger> batch = acquireAll();
    memory.depose();

    assertThat(fired(store.triggersFired(batch))).hasSize(JOBS.size()).containsOnly("-");
    assertThat(fired(store.triggersFired(batch))).hasSize(JOBS.size()).containsOnly("-");
  }

  /** What Quartz does with the results: what does not fire is released, the rest completes. */
  private void settle(List<OperableTrigger> batch, List<TriggerFiredResult> results) {
    for (int i = 0; i < batch.size(); i++) {
      TriggerFiredBundle bundle = results.get(i).getTriggerFiredBundle();
      if (bundle == null) {
        store.releaseAcquiredTrigger(batch.get(i));
      } else {
        assertThat(bundle.getJobDetail().getKey())
            .isEqualTo(new JobKey(batch.get(i).getKey().getName(), GROUP.value()));
        store.triggeredJobComplete(
            batch.get(i), bundle.getJobDetail(), Trigger.CompletedExecutionInstruction.NOOP);
      }
    }
  }

  private void assertStates(Map<String, TriggerState> odd) throws Exception {
    for (String name : JOBS) {
      assertThat(store.getTriggerState(key(name)))
          .as(name)
          .isEqualTo(odd.getOrDefault(name, TriggerState.NORMAL));
    }
    List<OperableTrigger> next =
        store.acquireNextTriggers(SLOT.plus(EVERY).toEpochMilli(), JOBS.size(), 0);
    assertThat(names(next))
        .containsExactlyInAnyOrderElementsOf(List.of("a", "claimed", "b", "c", "d"));
    assertThat(next)
        .allMatch(trigger -> trigger.getNextFireTime().toInstant().equals(SLOT.plus(EVERY)));
  }

  private static final class NoSignals implements SchedulerSignaler {
    @Override
    public void notifyTriggerListenersMisfired(Trigger trigger) {}

    @Override
    public void notifySchedulerListenersFinalized(Trigger trigger) {}

    @Override
    public void notifySchedulerListenersJobDeleted(JobKey jobKey) {}

    @Override
    public void signalSchedulingChange(long candidateNewNextFireTime) {}

    @Override
    public void notifySchedulerListenersError(String text, SchedulerException cause) {}
  }
}

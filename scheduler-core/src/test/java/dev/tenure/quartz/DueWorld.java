package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.FixedDefinitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.Wording;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.Position;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.schedule.SharedGrids;
import dev.tenure.testing.ManualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.quartz.Job;

/** A board and a desk in manual time, with definitions and a ledger that are maps. */
final class DueWorld {

  static final GroupName GROUP = new GroupName("test");
  static final Duration SECOND = Duration.ofSeconds(1);

  final ManualTime time = new ManualTime();
  final Clock clock = time.wallClock();
  final FixedDefinitions definitions = new FixedDefinitions();
  final Map<JobName, JobState> states = new HashMap<>();
  final Set<String> missingTypes = new HashSet<>();
  final Set<TriggerName> pausedGroups = new HashSet<>();
  final List<Instant> signals = new ArrayList<>();
  final List<SkippedRange> skipped = new ArrayList<>();
  final List<JobName> replaced = new ArrayList<>();
  final List<TriggerName> finished = new ArrayList<>();
  final DueBoard board;
  final DueDesk desk;

  boolean ledgerWrites = true;

  DueWorld() {
    this(1000);
  }

  DueWorld(int catchUpRate) {
    SharedGrids grids = new SharedGrids();
    board =
        new DueBoard(
            new BoardSources(
                definitions,
                () -> states,
                t -> grids.of(t.schedule(), t.start(), t.end(), Optional.empty(), t.spread()),
                t -> pausedGroups.contains(t.name()),
                new RunnableTypes(
                    type -> {
                      if (missingTypes.contains(type)) {
                        throw new ClassNotFoundException("class " + type + " is not there");
                      }
                      return Job.class;
                    }),
                request -> "/requests/" + request.id()));
    desk = new DueDesk(time.loop("due"), clock, board, catchUpRate);
  }

  Instant now() {
    return clock.instant();
  }

  static JobSpec job(String name, Concurrency concurrency) {
    JobSpec plain = JobSpec.of(new JobName(name), "Type-" + name).withIdentity("i", "e");
    return new JobSpec(
        plain.name(),
        plain.type(),
        true,
        plain.onLeaderLoss(),
        concurrency,
        plain.timeout(),
        plain.whenStuck(),
        plain.retry(),
        plain.retention(),
        plain.data(),
        plain.description(),
        plain.owner(),
        plain.tags(),
        plain.source(),
        plain.incarnation(),
        plain.edition(),
        Optional.empty());
  }

  TriggerSpec trigger(String name, String job, ScheduleSpec schedule, CatchUp catchUp) {
    return trigger(name, job, schedule, catchUp, TriggerSpec.DEFAULT_PRIORITY, Source.API);
  }

  TriggerSpec trigger(
      String name,
      String job,
      ScheduleSpec schedule,
      CatchUp catchUp,
      int priority,
      Source source) {
    return new TriggerSpec(
        new TriggerName(name),
        new JobName(job),
        "i",
        schedule,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        priority,
        0,
        catchUp,
        Duration.ZERO,
        now(),
        TriggerMode.NORMAL,
        Map.of(),
        "",
        source,
        "e1",
        Wording.NONE);
  }

  static ScheduleSpec every(Duration period) {
    return new ScheduleSpec.Every(period, Instant.EPOCH);
  }

  /** A job with one trigger of its name, with a slot each second. */
  void everySecond(String name, Concurrency concurrency, CatchUp catchUp) {
    put(job(name, concurrency));
    put(trigger(name, name, every(SECOND), catchUp));
  }

  void everySecond(String name) {
    everySecond(name, Concurrency.ALLOW, new CatchUp.Last());
  }

  void put(JobSpec job) {
    definitions.put(job);
    desk.change(changed -> changed.job(job.name()));
    run();
  }

  void put(TriggerSpec trigger) {
    definitions.put(trigger);
    desk.change(changed -> changed.trigger(trigger.name(), now()));
    run();
  }

  void mode(String trigger, TriggerMode mode) {
    put(definitions.trigger(new TriggerName(trigger)).orElseThrow().value().withMode(mode));
  }

  void ask(RunRequest request) {
    Kept<dev.tenure.definition.Request> kept = definitions.put(request);
    desk.change(changed -> changed.request(kept));
    run();
  }

  JobState state(JobName job) {
    return states.getOrDefault(job, JobState.NONE);
  }

  JobState state(String job) {
    return state(new JobName(job));
  }

  void record(JobName job, JobState after) {
    JobState before = state(job);
    states.put(job, after);
    desk.change(changed -> changed.state(job, before, after, now()));
    run();
  }

  /** As the ledger records a claim. */
  OpenRun claim(Due due) {
    RunId run;
    JobState before = state(due.job());
    Map<TriggerName, Cursor> cursors = new HashMap<>(before.cursors());
    List<PendingAttempt> pending = new ArrayList<>(before.pending());
    if (due instanceof Due.OfSlot slot) {
      run = new RunId(GROUP, due.job(), slot.trigger(), slot.slot().toEpochMilli(), 1);
      cursors.put(slot.trigger(), new Cursor(slot.slot(), slot.edition(), 1));
    } else if (due instanceof Due.OfAttempt attempt) {
      run = attempt.attempt().run();
      pending.remove(attempt.attempt());
    } else {
      RunRequest request = ((Due.OfRequest) due).request();
      run = new RunId(GROUP, due.job(), request.trigger(), request.slot().toEpochMilli(), 1);
    }
    List<OpenRun> open = new ArrayList<>(before.open());
    OpenRun opened = new OpenRun(run, RunKind.SCHEDULED, new Term(1), "node-1", now(), Map.of());
    open.add(opened);
    record(due.job(), with(before, cursors, open, pending));
    return opened;
  }

  void end(OpenRun run, PendingAttempt... next) {
    JobState before = state(run.id().job());
    List<OpenRun> open = new ArrayList<>(before.open());
    open.remove(run);
    List<PendingAttempt> pending = new ArrayList<>(before.pending());
    pending.addAll(List.of(next));
    record(run.id().job(), with(before, before.cursors(), open, pending));
  }

  void cursor(String job, String trigger, Instant slot) {
    Map<TriggerName, Cursor> cursors = new HashMap<>(state(job).cursors());
    cursors.put(new TriggerName(trigger), new Cursor(slot, "e1", 1));
    JobState before = state(job);
    record(new JobName(job), with(before, cursors, before.open(), before.pending()));
  }

  static JobState with(
      JobState before,
      Map<TriggerName, Cursor> cursors,
      List<OpenRun> open,
      List<PendingAttempt> pending) {
    return new JobState(
        cursors,
        open,
        pending,
        before.last(),
        before.finished(),
        before.skipped(),
        before.data(),
        before.gone(),
        Position.NONE);
  }

  void lead() {
    desk.lead(
        new DueDesk.Leader() {
          @Override
          public void signal(Instant candidate) {
            signals.add(candidate);
          }

          @Override
          public CompletionStage<Boolean> record(List<Skipped> records) {
            if (ledgerWrites) {
              records.forEach(DueWorld.this::skip);
            }
            return CompletableFuture.completedFuture(ledgerWrites);
          }

          @Override
          public void replace(List<JobName> jobs) {
            replaced.addAll(jobs);
          }

          @Override
          public void finished(List<TriggerSpec> triggers) {
            triggers.forEach(trigger -> finished.add(trigger.name()));
          }
        });
    run();
  }

  private void skip(Skipped one) {
    skipped.addAll(one.ranges());
    JobState before = state(one.job());
    Map<TriggerName, Cursor> cursors = new HashMap<>(before.cursors());
    cursors.put(one.trigger(), new Cursor(one.cursor(), one.edition(), 0));
    JobState after = with(before, cursors, before.open(), before.pending());
    states.put(one.job(), after);
    desk.change(changed -> changed.state(one.job(), before, after, now()));
  }

  void standBy() {
    desk.standBy();
    run();
  }

  /** Hands out what is due now. */
  List<Due> take(int most) {
    return take(now(), most);
  }

  List<Due> take(Instant noLaterThan, int most) {
    CompletableFuture<List<Due>> taken =
        desk.take(noLaterThan, Duration.ZERO, Duration.ZERO, most).toCompletableFuture();
    run();
    return taken.join();
  }

  /** Hands out what is due now, or will be within the lead. */
  List<Due> takeEarly(Duration lead, int most) {
    CompletableFuture<List<Due>> taken =
        desk.take(now().plus(lead), lead, Duration.ZERO, most).toCompletableFuture();
    run();
    return taken.join();
  }

  void run() {
    time.pass(Duration.ZERO);
  }

  void pass(Duration duration) {
    time.pass(duration);
  }
}

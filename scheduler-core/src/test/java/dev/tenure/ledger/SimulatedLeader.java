package dev.tenure.ledger;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.ElectionRuntime;
import dev.tenure.election.ElectionState;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Entry;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A process of the simulation: a candidate with a ledger and, while it leads, a scheduler that is
 * as simple as can be. What it starts and ends it decides by the ledger alone.
 */
final class SimulatedLeader {

  static final KeyLayout LAYOUT = new KeyLayout("/sim");
  static final GroupName GROUP = new GroupName("g");
  private static final Duration TICK = Duration.ofMillis(150);
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final int MISSED = 4;
  private static final String EDITION = "files";

  final String name;
  final FakeStoreClient store;
  final Election election;
  private final Election presence;
  final RunLedger ledger;
  private final List<ManualTime.Loop> loops = new ArrayList<>();
  private final ManualTime.Loop work;
  private final ManualTime time;
  private final SimulatedTruth truth;
  private final Map<JobName, Long> periods;
  private final RandomGenerator random;
  private final Set<RunId> started = new HashSet<>();
  private final Set<Object> asked = new HashSet<>();
  private final Map<RunId, Runnable> running = new HashMap<>();
  private Optional<Leadership> leading = Optional.empty();
  private boolean open;
  private int ticks;
  // What was read a while ago: some of it is fulfilled already, and is asked for all the same.
  private List<Entry> known = List.of();
  private Instant until = Instant.MAX;

  SimulatedLeader(
      String name,
      ManualTime time,
      FakeStore server,
      ElectionOptions options,
      SimulatedTruth truth,
      Map<JobName, Long> periods,
      RandomGenerator random) {
    this.name = name;
    this.time = time;
    this.truth = truth;
    this.periods = periods;
    this.random = random;
    store = server.client(random);
    ManualTime.Loop electing = loop(name);
    ManualTime.Loop callbacks = loop(name + "-callbacks");
    work = loop(name + "-work");
    ledger =
        new RunLedger(
            store,
            new LedgerScope(LAYOUT, GROUP, new NodeName(name)),
            LedgerSettings.defaults()
                .withRetention(job -> new Retention(truth.kept(), Duration.ofDays(1)))
                .withFold(Duration.ofSeconds(2), 15, 1_000_000)
                .withLinger(Duration.ofMillis(random.nextBoolean() ? 4 : 0)),
            loop(name + "-ledger"),
            time.wallClock(),
            random);
    ledger.follow();
    ElectionRuntime runtime =
        new ElectionRuntime(ignored -> electing, callbacks, time.wallClock(), () -> random);
    Elections elections = Elections.on(store, options, runtime);
    election = elections.open(new ElectionName(LAYOUT.election(GROUP)), new Work());
    presence = elections.open(new ElectionName(LAYOUT.node(new NodeName(name))));
    election.stand(() -> name);
    presence.stand(() -> name);
  }

  private ManualTime.Loop loop(String loopName) {
    ManualTime.Loop loop = time.loop(loopName);
    loops.add(loop);
    return loop;
  }

  void pause() {
    loops.forEach(ManualTime.Loop::pause);
  }

  void resume() {
    loops.forEach(ManualTime.Loop::resume);
  }

  void crash() {
    loops.forEach(ManualTime.Loop::close);
    store.close();
  }

  boolean leads() {
    return open && leading.filter(Leadership::held).isPresent();
  }

  /**
   * Hands its term over, with the right to record the ends of what runs; the key is given up when
   * that is settled, or soon.
   */
  void resign() {
    Leadership leadership = leading.orElse(null);
    if (leadership == null || !(presence.state() instanceof ElectionState.Leader session)) {
      election.resign();
      return;
    }
    leading = Optional.empty();
    open = false;
    boolean[] resigned = new boolean[1];
    Runnable once =
        () -> {
          if (!resigned[0]) {
            resigned[0] = true;
            election.resign();
          }
        };
    ledger
        .handOver(leadership, session.leadership(), new Told())
        .thenAcceptAsync(
            result -> {
              if (result instanceof HandOverResult.Handed) {
                truth.handedOver();
              }
              once.run();
            },
            work);
    work.schedule(BUDGET, once);
  }

  /** A run that is interrupted ends at once. */
  private final class Told implements RightListener {
    @Override
    public void onInterrupt(RunId run, String reason) {
      work.execute(
          () -> {
            Runnable end = running.get(run);
            if (end != null) {
              truth.interrupted();
              end.run();
            }
          });
    }

    @Override
    public void onLost(Leadership handedOver) {
      // It goes on, as a job does that does not listen, and finds that its end is not taken.
    }
  }

  /** No slot after the instant is claimed. */
  void finishBy(Instant last) {
    until = last;
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      leading = Optional.of(leadership);
      open = false;
      asked.clear();
      ledger
          .takeOver(leadership, run -> run.id().job().value().contains("rerun"))
          .thenAcceptAsync(
              result -> {
                if (result instanceof TakeoverResult.TakenOver && leads(leadership)) {
                  open = true;
                  tick(leadership);
                }
              },
              work);
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      leading = Optional.empty();
      open = false;
    }
  }

  private boolean leads(Leadership leadership) {
    return leading.filter(now -> now == leadership).isPresent();
  }

  private void tick(Leadership leadership) {
    if (!leads(leadership)) {
      return;
    }
    periods.forEach((job, period) -> schedule(leadership, job, period));
    if (++ticks % 6 == 0) {
      store.list(LAYOUT.requests(GROUP)).thenAcceptAsync(page -> known = page.entries(), work);
    }
    known.forEach(request -> request(leadership, request));
    if (random.nextInt(8) == 0) {
      interruptOthers(leadership);
    }
    work.schedule(TICK, () -> tick(leadership));
  }

  private void interruptOthers(Leadership leadership) {
    ledger.states().values().stream()
        .flatMap(state -> state.open().stream())
        .filter(run -> !run.term().equals(leadership.term()))
        .limit(1)
        .forEach(run -> ledger.interrupt(leadership, run.id(), "asked"));
  }

  private void schedule(Leadership leadership, JobName job, long period) {
    if (asked.contains(job)) {
      return;
    }
    JobState state = ledger.state(job).orElse(JobState.NONE);
    TriggerName trigger = TriggerName.of(job);
    Instant now = time.wallClock().instant();
    for (PendingAttempt attempt : state.pending()) {
      if (!attempt.due().isAfter(now)) {
        ask(leadership, attempt.run(), Claim.of(attempt, EDITION));
      }
    }
    Instant end = now.isAfter(until) ? until : now;
    long last = end.toEpochMilli() / period * period;
    long next =
        state
            .cursor(trigger, EDITION)
            .map(cursor -> cursor.slot().toEpochMilli() + period)
            .orElse(last);
    if ((last - next) / period >= MISSED) {
      long to = last - period;
      skip(leadership, job, next, to, (to - next) / period + 1);
    } else if (next <= last) {
      Instant slot = Instant.ofEpochMilli(next);
      ask(leadership, job, Claim.of(job, trigger, EDITION, slot, RunKind.SCHEDULED));
    }
  }

  private void skip(Leadership leadership, JobName job, long from, long to, long count) {
    asked.add(job);
    TriggerName trigger = TriggerName.of(job);
    SkippedRange range =
        new SkippedRange(
            trigger,
            Instant.ofEpochMilli(from),
            Instant.ofEpochMilli(to),
            count,
            true,
            SkipReason.MISSED);
    ledger
        .recordSkipped(
            leadership,
            List.of(new Skipped(job, trigger, EDITION, List.of(range), Instant.ofEpochMilli(to))))
        .thenRunAsync(() -> asked.remove(job), work);
  }

  private void request(Leadership leadership, Entry request) {
    String id = request.key().substring(LAYOUT.requests(GROUP).length());
    ask(
        leadership,
        id,
        new Claim(
            new JobName("manual"),
            new TriggerName(id),
            EDITION,
            Instant.ofEpochMilli(1000),
            RunKind.MANUAL,
            1,
            Optional.of(new RequestRef(request.key(), request.createRevision())),
            Map.of("id", id)));
  }

  private void ask(Leadership leadership, Object what, Claim claim) {
    if (!leads(leadership) || !asked.add(what)) {
      return;
    }
    ledger
        .claim(leadership, List.of(claim))
        .thenAcceptAsync(
            result -> {
              asked.remove(what);
              if (result instanceof ClaimResult.Claimed claimed) {
                claimed.runs().forEach(run -> start(leadership, run));
              } else if (result instanceof ClaimResult.Fenced) {
                election.fenced(leadership);
              }
            },
            work);
  }

  private void start(Leadership leadership, RunId run) {
    if (!truth.isClaimed(run, leadership.term().number())) {
      truth.breach(name + " starts what is not claimed: " + run);
    }
    if (!leads(leadership) || !leadership.held()) {
      Instant now = time.wallClock().instant();
      ledger.complete(leadership, RunOutcome.notStarted(run, now, "the gate is shut"));
      return;
    }
    if (!started.add(run)) {
      truth.breach(name + " starts twice: " + run);
    }
    Instant begun = time.wallClock().instant();
    running.put(run, () -> end(leadership, run, begun));
    int most = random.nextInt(8) == 0 ? 4000 : random.nextInt(40) == 0 ? 15_000 : 300;
    work.schedule(
        Duration.ofMillis(20 + random.nextInt(most)),
        () -> {
          Runnable end = running.get(run);
          if (end != null) {
            end.run();
          }
        });
  }

  private void end(Leadership leadership, RunId run, Instant begun) {
    running.remove(run);
    ledger
        .complete(leadership, outcome(run, begun))
        .thenAccept(
            result -> {
              if (result instanceof WriteResult.Written) {
                truth.reported(run);
              }
            });
  }

  private RunOutcome outcome(RunId run, Instant begun) {
    Instant now = time.wallClock().instant();
    boolean fails = random.nextInt(4) == 0;
    Optional<PendingAttempt> next =
        fails && run.job().value().contains("retry") && run.attempt() < 4
            ? Optional.of(new PendingAttempt(run.nextAttempt(), RunKind.RETRY, now.plusMillis(700)))
            : Optional.empty();
    return new RunOutcome(
        run,
        fails ? EndState.FAILED : EndState.SUCCEEDED,
        begun,
        now,
        Optional.of("r"),
        fails ? Optional.of(new RunError("x", "y")) : Optional.empty(),
        Optional.of(new KeptData("e", Map.of("n", run.slotMillis()))),
        next,
        Optional.empty());
  }
}

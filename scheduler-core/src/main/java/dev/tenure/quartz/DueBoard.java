package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RequestRef;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is due in a group and when: a function of the definitions and of the ledger, kept up to date
 * as they change, so that a win costs no rebuild. What a change tells is only which part to look at
 * again; the answer always comes from the present view and state.
 *
 * <p>Not thread-safe; all is done on the loop of {@link DueDesk}.
 */
final class DueBoard {

  /** A slot that fell due less than this before a term began is a little late, and not missed. */
  private static final Duration A_LITTLE_LATE = Duration.ofSeconds(1);

  /** How much is done in one go, so that nobody who asks waits long. */
  private static final int PORTION = 500;

  private final BoardSources sources;
  private final DueQueue queue = new DueQueue(this::behind);
  private final BoardJobs jobs;
  private final BoardTriggers triggers;
  private final MissedSlots missed;

  /** Triggers whose cursor may be ahead of the clock. */
  private Deque<TriggerName> toLookAt = new ArrayDeque<>();

  DueBoard(BoardSources sources) {
    this.sources = sources;
    jobs = new BoardJobs(sources);
    triggers = new BoardTriggers(sources, queue);
    missed = new MissedSlots(sources, triggers, queue);
  }

  DueQueue queue() {
    return queue;
  }

  /** Jobs that this node cannot run, and why. Any thread. */
  Map<JobName, String> notRunnable() {
    return jobs.notRunnable();
  }

  int triggers() {
    return triggers.size();
  }

  // What changes.

  void resync(Instant now) {
    queue.clear();
    missed.clear();
    triggers.retain(sources.definitions().triggerNames());
    jobs.clear();
    DefinitionView view = sources.definitions();
    view.jobNames().forEach(this::job);
    view.triggerNames().forEach(trigger -> trigger(trigger, now));
    sources.states().get().forEach((job, state) -> state.pending().forEach(this::put));
    view.requests().forEach(this::request);
  }

  /** A job is new, changed or gone. */
  void job(JobName name) {
    Optional<JobSpec> spec = sources.definitions().job(name).map(Kept::value);
    JobState state = sources.state(name);
    if (spec.isEmpty()) {
      jobs.remove(name);
      queue.mute(name, false);
      queue.job(name, Concurrency.ALLOW, state.open().size());
      state.pending().forEach(next -> queue.remove(next.run()));
      return;
    }
    queue.mute(name, jobs.cannotRun(spec.get()));
    queue.job(name, jobs.concurrency(spec.get()), state.open().size());
    state.pending().forEach(this::put);
  }

  /** A trigger is new, changed, paused, resumed or gone. */
  void trigger(TriggerName name, Instant now) {
    Optional<TriggerSpec> spec = sources.definitions().trigger(name).map(Kept::value);
    TriggerLine before = triggers.get(name);
    if (spec.isEmpty()) {
      triggers.forget(name);
      return;
    }
    TriggerLine line =
        before != null && before.spec().equals(spec.get()) ? before : triggers.line(spec.get());
    if (line == null) {
      triggers.remove(name);
      return;
    }
    goOn(line, before, now);
    line.holdBack(isPaused(spec.get()));
    triggers.put(line);
    triggers.look(line, now);
    attemptsOf(line);
  }

  /** What a trigger that comes, or comes back, takes over from the time before. */
  private void goOn(TriggerLine line, @Nullable TriggerLine before, Instant now) {
    boolean sameSlots = before != null && line.hasSlotsOf(before);
    if (before != null && sameSlots && line != before) {
      line.goOnFrom(before);
    }
    if (!triggers.isLeading()) {
      return;
    }
    if (before != null && before.isHeldBack() && !isPaused(line.spec())) {
      line.miss(Span.until(now, SkipReason.PAUSED));
    } else if (!sameSlots) {
      line.miss(Span.until(now.minus(A_LITTLE_LATE), SkipReason.MISSED));
    }
  }

  private boolean isPaused(TriggerSpec spec) {
    return spec.mode() != TriggerMode.NORMAL || sources.paused().test(spec);
  }

  /** A calendar has changed, or the paused groups have: whatever trigger that concerns. */
  void triggersWith(Predicate<TriggerSpec> meant, Instant now, boolean rebuild) {
    List<TriggerName> names =
        triggers.all().stream()
            .map(TriggerLine::spec)
            .filter(meant)
            .map(TriggerSpec::name)
            .toList();
    names.forEach(
        name -> {
          TriggerLine before = triggers.get(name);
          TriggerLine fresh = rebuild && before != null ? triggers.line(before.spec()) : null;
          if (fresh != null && before != null) {
            fresh.holdBack(before.isHeldBack());
            triggers.put(fresh);
          }
          trigger(name, now);
        });
  }

  /** The ledger has recorded something. */
  void state(JobName job, JobState before, JobState after, Instant now) {
    Concurrency concurrency = jobs.concurrency(job);
    queue.job(job, concurrency, sources.state(job).open().size());
    if (triggers.isLeading()
        && concurrency != Concurrency.ALLOW
        && !before.open().isEmpty()
        && after.open().isEmpty()) {
      missed.overlapped(job, before.open(), now);
    }
    cursors(before, after, now);
    attempts(before, after);
    for (OpenRun run : before.open()) {
      if (!after.open().contains(run)) {
        triggers.checkFinished(run.id().trigger());
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // what a record leaves alone it shares
  private void cursors(JobState before, JobState after, Instant now) {
    if (after.cursors() == before.cursors()) {
      return;
    }
    after
        .cursors()
        .forEach(
            (trigger, cursor) -> {
              if (!cursor.equals(before.cursors().get(trigger))) {
                triggers.look(trigger, now);
              }
            });
    before.cursors().keySet().stream()
        .filter(trigger -> !after.cursors().containsKey(trigger))
        .forEach(trigger -> triggers.look(trigger, now));
  }

  @SuppressWarnings("ReferenceEquality") // what a record leaves alone it shares
  private void attempts(JobState before, JobState after) {
    if (after.pending() == before.pending()) {
      return;
    }
    before.pending().stream()
        .filter(next -> !after.pending().contains(next))
        .forEach(
            next -> {
              queue.remove(next.run());
              triggers.checkFinished(next.run().trigger());
            });
    after.pending().stream().filter(next -> !before.pending().contains(next)).forEach(this::put);
  }

  void request(Kept<Request> kept) {
    if (kept.value() instanceof RunRequest request) {
      RequestRef ref = new RequestRef(sources.requestKey().apply(request), kept.createRevision());
      queue.put(new Due.OfRequest(request, ref));
    }
  }

  void requestGone(Request request) {
    if (request instanceof RunRequest run) {
      queue.remove(run.trigger());
    }
  }

  private void put(PendingAttempt next) {
    TriggerLine line = triggers.get(next.run().trigger());
    boolean defined = sources.definitions().job(next.run().job()).isPresent();
    if (!defined || (line != null && line.isHeldBack())) {
      queue.remove(next.run());
    } else {
      int priority = line == null ? TriggerSpec.DEFAULT_PRIORITY : line.spec().priority();
      queue.put(new Due.OfAttempt(next, priority));
    }
  }

  private void attemptsOf(TriggerLine line) {
    sources.state(line.spec().job()).pending().stream()
        .filter(next -> next.run().trigger().equals(line.spec().name()))
        .forEach(this::put);
  }

  // The term.

  /**
   * This node leads from now on: what fell due before is for the catch-up to decide. What takes
   * long with many triggers is left to {@link #someMore}.
   *
   * @return how many jobs have slots that fell due before
   */
  int lead(Instant now) {
    Span before = Span.until(now.minus(A_LITTLE_LATE), SkipReason.MISSED);
    triggers.lead(before);
    jobs.lead().forEach(this::job);
    toLookAt = new ArrayDeque<>(triggers.names());
    return queue.miss(before);
  }

  /**
   * Does some of the work that a win leaves: moves missed slots to where the catch-up finds them,
   * and looks at triggers whose cursor is ahead of the clock.
   *
   * @return whether there is more
   */
  boolean someMore(Instant now) {
    if (queue.missSome(PORTION)) {
      return true;
    }
    for (int i = 0; i < PORTION && !toLookAt.isEmpty(); i++) {
      TriggerLine line = triggers.get(toLookAt.remove());
      if (line != null && line.from(triggers.cursor(line)).isAfter(now)) {
        triggers.look(line, now);
      }
    }
    return !toLookAt.isEmpty();
  }

  void standBy(Instant now) {
    toLookAt.clear();
    queue.missNoMore();
    jobs.standBy();
    triggers.standBy();
    missed.clear();
    queue.allMissed().forEach(due -> triggers.look(due, now));
  }

  /** Somebody has moved the clock. */
  void jumped(ClockWatch.Jump jump) {
    if (jump.isForward() && triggers.isLeading()) {
      Span left = new Span(jump.before(), jump.now().minus(A_LITTLE_LATE), SkipReason.MISSED);
      triggers.miss(left);
      queue.miss(left);
    } else {
      toLookAt = new ArrayDeque<>(triggers.names());
    }
  }

  // Handing out.

  /** What the catch-up makes of slots that were missed. */
  MissedSlots missed() {
    return missed;
  }

  private void behind(Due.OfSlot slot) {
    missed.behind(slot);
  }

  /** What was handed out was not started: back to what it is now. */
  void giveBack(Due due, Instant now) {
    queue.giveBack(due);
    triggers.look(due, now);
  }

  /** The triggers of which nothing runs any more and nothing is to run; each is told once. */
  List<TriggerSpec> takeFinished() {
    return triggers.takeFinished();
  }
}

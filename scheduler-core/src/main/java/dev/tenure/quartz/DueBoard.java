package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RequestRef;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(DueBoard.class);

  private final BoardSources sources;
  private final DueQueue queue = new DueQueue(this::behind);
  private final NewlyDue newlyDue = new NewlyDue();
  private final Map<TriggerName, TriggerLine> lines = new HashMap<>();
  private final Map<JobName, String> notRunnable = new ConcurrentHashMap<>();

  /** Triggers without a further slot; to be removed once their last run has ended. */
  private final Set<TriggerName> finished = new HashSet<>();

  private final List<TriggerSpec> over = new ArrayList<>();

  private boolean leading;

  /** Triggers whose cursor may be ahead of the clock. */
  private Deque<TriggerName> toLookAt = new ArrayDeque<>();

  /** The stretches of time that nobody led, or that the clock left out. */
  private List<Span> general = List.of();

  DueBoard(BoardSources sources) {
    this.sources = sources;
  }

  DueQueue queue() {
    return queue;
  }

  /** Jobs that this node cannot run, and why. Any thread. */
  Map<JobName, String> notRunnable() {
    return Map.copyOf(notRunnable);
  }

  int triggers() {
    return lines.size();
  }

  // What changes.

  void resync(Instant now) {
    queue.clear();
    newlyDue.clear();
    lines.keySet().retainAll(sources.definitions().triggerNames());
    notRunnable.clear();
    finished.clear();
    DefinitionView view = sources.definitions();
    view.jobNames().forEach(this::job);
    view.triggerNames().forEach(trigger -> trigger(trigger, now));
    sources.states().get().forEach((job, state) -> state.pending().forEach(this::put));
    view.requests().forEach(this::request);
  }

  /** A job is new, changed or gone. */
  void job(JobName name) {
    Optional<JobSpec> spec = sources.definitions().job(name).map(Kept::value);
    JobState state = state(name);
    if (spec.isEmpty()) {
      notRunnable.remove(name);
      queue.mute(name, false);
      queue.job(name, Concurrency.ALLOW, state.open().size());
      state.pending().forEach(next -> queue.remove(next.run()));
      return;
    }
    Optional<String> problem = sources.types().problem(spec.get());
    problem.ifPresentOrElse(why -> notRunnable(name, why), () -> notRunnable.remove(name));
    queue.mute(name, problem.isPresent());
    queue.job(name, concurrency(spec.get()), state.open().size());
    state.pending().forEach(this::put);
  }

  private void notRunnable(JobName name, String why) {
    String before = notRunnable.put(name, why);
    if (leading && !why.equals(before)) {
      log.error(
          "job {} is not runnable here: {}. Its slots wait for a leader that can run it",
          name,
          why);
    }
  }

  /** A trigger is new, changed, paused, resumed or gone. */
  void trigger(TriggerName name, Instant now) {
    Optional<TriggerSpec> spec = sources.definitions().trigger(name).map(Kept::value);
    TriggerLine before = lines.get(name);
    if (spec.isEmpty()) {
      lines.remove(name);
      queue.remove(name);
      finished.remove(name);
      return;
    }
    TriggerLine line =
        before != null && before.spec().equals(spec.get()) ? before : line(spec.get());
    if (line == null) {
      lines.remove(name);
      queue.remove(name);
      return;
    }
    goOn(line, before, now);
    line.holdBack(isPaused(spec.get()));
    lines.put(name, line);
    look(line, now);
    attemptsOf(line);
  }

  /** What a trigger that comes, or comes back, takes over from the time before. */
  private void goOn(TriggerLine line, @Nullable TriggerLine before, Instant now) {
    boolean sameSlots = before != null && line.hasSlotsOf(before);
    if (before != null && sameSlots && line != before) {
      line.goOnFrom(before);
    }
    if (!leading) {
      return;
    }
    if (before != null && before.isHeldBack() && !isPaused(line.spec())) {
      line.miss(Span.until(now, SkipReason.PAUSED));
    } else if (!sameSlots) {
      line.miss(Span.until(now.minus(A_LITTLE_LATE), SkipReason.MISSED));
    }
  }

  private @Nullable TriggerLine line(TriggerSpec spec) {
    try {
      return new TriggerLine(spec, sources.grids().of(spec));
    } catch (RuntimeException e) {
      log.error(
          "trigger {} of job {} has no slots, its schedule cannot be used: {}; store it anew",
          spec.name(),
          spec.job(),
          e.getMessage());
      return null;
    }
  }

  private boolean isPaused(TriggerSpec spec) {
    return spec.mode() != TriggerMode.NORMAL || sources.paused().test(spec);
  }

  /** A calendar has changed, or the paused groups have: whatever trigger that concerns. */
  void triggersWith(Predicate<TriggerSpec> meant, Instant now, boolean rebuild) {
    List<TriggerName> names =
        lines.values().stream()
            .map(TriggerLine::spec)
            .filter(meant)
            .map(TriggerSpec::name)
            .toList();
    names.forEach(
        name -> {
          TriggerLine before = lines.get(name);
          TriggerLine fresh = rebuild && before != null ? line(before.spec()) : null;
          if (fresh != null && before != null) {
            fresh.holdBack(before.isHeldBack());
            lines.put(name, fresh);
          }
          trigger(name, now);
        });
  }

  /** The ledger has recorded something. */
  void state(JobName job, JobState before, JobState after, Instant now) {
    Concurrency concurrency =
        sources
            .definitions()
            .job(job)
            .map(kept -> concurrency(kept.value()))
            .orElse(Concurrency.ALLOW);
    queue.job(job, concurrency, state(job).open().size());
    if (leading
        && concurrency != Concurrency.ALLOW
        && !before.open().isEmpty()
        && after.open().isEmpty()) {
      overlapped(job, before.open(), now);
    }
    after
        .cursors()
        .forEach(
            (trigger, cursor) -> {
              if (!cursor.equals(before.cursors().get(trigger))) {
                look(trigger, now);
              }
            });
    before.cursors().keySet().stream()
        .filter(trigger -> !after.cursors().containsKey(trigger))
        .forEach(trigger -> look(trigger, now));
    before.pending().stream()
        .filter(next -> !after.pending().contains(next))
        .forEach(
            next -> {
              queue.remove(next.run());
              checkFinished(next.run().trigger());
            });
    before.open().stream()
        .filter(run -> !after.open().contains(run))
        .forEach(run -> checkFinished(run.id().trigger()));
    after.pending().stream().filter(next -> !before.pending().contains(next)).forEach(this::put);
  }

  /**
   * A run of a job that forbids overlaps has ended: what fell due since its claim was overlapped.
   */
  private void overlapped(JobName job, List<OpenRun> ended, Instant now) {
    Instant claimed = ended.stream().map(OpenRun::claimed).min(Instant::compareTo).orElse(now);
    Span span = new Span(claimed, now, SkipReason.OVERLAP);
    for (Due due : queue.waiting(job)) {
      TriggerLine line = due instanceof Due.OfSlot slot ? lines.get(slot.trigger()) : null;
      if (line != null && span.covers(((Due.OfSlot) due).slot())) {
        line.miss(span);
        look(line, now);
      }
    }
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
    TriggerLine line = lines.get(next.run().trigger());
    boolean defined = sources.definitions().job(next.run().job()).isPresent();
    if (!defined || (line != null && line.isHeldBack())) {
      queue.remove(next.run());
    } else {
      int priority = line == null ? TriggerSpec.DEFAULT_PRIORITY : line.spec().priority();
      queue.put(new Due.OfAttempt(next, priority));
    }
  }

  private void attemptsOf(TriggerLine line) {
    state(line.spec().job()).pending().stream()
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
    leading = true;
    Span before = Span.until(now.minus(A_LITTLE_LATE), SkipReason.MISSED);
    general = List.of(before);
    Set<JobName> doubtful = Set.copyOf(notRunnable.keySet());
    notRunnable.clear();
    doubtful.forEach(this::job);
    lines.values().forEach(TriggerLine::forgetMissed);
    toLookAt = new ArrayDeque<>(lines.keySet());
    List.copyOf(finished).forEach(this::checkFinished);
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
      TriggerLine line = lines.get(toLookAt.remove());
      if (line != null && line.from(cursor(line)).isAfter(now)) {
        look(line, now);
      }
    }
    return !toLookAt.isEmpty();
  }

  void standBy(Instant now) {
    leading = false;
    over.clear();
    toLookAt.clear();
    newlyDue.clear();
    queue.missNoMore();
    general = List.of();
    lines.values().forEach(TriggerLine::forgetMissed);
    queue.allMissed().forEach(due -> look(due, now));
  }

  /** Somebody has moved the clock. */
  void jumped(ClockWatch.Jump jump) {
    if (jump.isForward() && leading) {
      Span left = new Span(jump.before(), jump.now().minus(A_LITTLE_LATE), SkipReason.MISSED);
      general = Stream.concat(general.stream(), Stream.of(left)).toList();
      queue.miss(left);
    } else {
      toLookAt = new ArrayDeque<>(lines.keySet());
    }
  }

  // Handing out.

  /**
   * What the catch-up makes of a slot that was handed out as missed: the slot to run, if there is
   * one, and what is to be recorded before.
   */
  TriggerLine.Plan plan(Due.OfSlot due) {
    TriggerLine line = lines.get(due.trigger());
    if (line == null) {
      return new TriggerLine.Plan(Optional.empty(), Optional.empty());
    }
    TriggerLine.Plan plan = line.plan(due, cursor(line), policy(line, due));
    plan.run().ifPresent(queue::handOutInstead);
    return plan;
  }

  /** A slot was missed: if all are to be run, what falls due meanwhile waits, too. */
  private void behind(Due.OfSlot due) {
    TriggerLine line = lines.get(due.trigger());
    if (line != null && !newlyDue.has(due.trigger()) && policy(line, due) instanceof CatchUp.All) {
      watch(line, due.missed().map(Span::upTo).orElse(due.slot()));
    }
  }

  private void watch(TriggerLine line, Instant after) {
    try {
      line.grid()
          .next(after)
          .filter(slot -> slot.isAfter(after))
          .ifPresent(slot -> newlyDue.add(new NewlyDue.Next(line.spec().name(), slot)));
    } catch (RuntimeException e) {
      log.debug("trigger {} has no next slot", line.spec().name(), e);
    }
  }

  /**
   * Counts what has fallen due of the jobs that are behind: so many runs are owed to them, beside
   * the pace of the catch-up.
   */
  void countNewlyDue(Instant now) {
    Optional<NewlyDue.Next> next = newlyDue.take(now);
    for (int i = 1; next.isPresent(); i++) {
      count(next.get());
      next = i < PORTION ? newlyDue.take(now) : Optional.empty();
    }
  }

  private void count(NewlyDue.Next next) {
    TriggerLine line = lines.get(next.trigger());
    if (line == null || queue.find(next.trigger()).filter(Due::isMissed).isEmpty()) {
      return;
    }
    Optional<Span> missed = line.span(next.slot(), general);
    if (missed.isEmpty()) {
      queue.owe(line.spec().job());
    }
    watch(line, missed.map(Span::upTo).orElse(next.slot()));
  }

  private CatchUp policy(TriggerLine line, Due.OfSlot due) {
    boolean overlapped =
        due.missed().filter(span -> span.reason() == SkipReason.OVERLAP).isPresent();
    if (!overlapped) {
      return line.spec().catchUp();
    }
    Optional<JobSpec> job = sources.definitions().job(line.spec().job()).map(Kept::value);
    if (job.filter(spec -> spec.concurrency() == Concurrency.REPLACE).isPresent()) {
      return new CatchUp.Last();
    }
    return line.spec().source() == Source.FILES ? new CatchUp.Skip() : line.spec().catchUp();
  }

  /** What was handed out was not started: back to what it is now. */
  void giveBack(Due due, Instant now) {
    queue.giveBack(due);
    look(due, now);
  }

  /** The triggers of which nothing runs any more and nothing is to run; each is told once. */
  List<TriggerSpec> takeFinished() {
    if (over.isEmpty()) {
      return List.of();
    }
    List<TriggerSpec> taken = List.copyOf(over);
    over.clear();
    return taken;
  }

  /** Whether the last slot of a trigger is accounted for, and all of its runs have ended. */
  private void checkFinished(TriggerName name) {
    TriggerLine line = lines.get(name);
    if (leading && line != null && finished.contains(name) && isOver(line.spec())) {
      over.add(line.spec());
    }
  }

  private boolean isOver(TriggerSpec spec) {
    JobState state = state(spec.job());
    return state.open().stream().noneMatch(run -> run.id().trigger().equals(spec.name()))
        && state.pending().stream().noneMatch(next -> next.run().trigger().equals(spec.name()));
  }

  private void look(Due due, Instant now) {
    if (due instanceof Due.OfSlot slot) {
      look(slot.trigger(), now);
    }
  }

  private void look(TriggerName name, Instant now) {
    TriggerLine line = lines.get(name);
    if (line != null) {
      look(line, now);
    }
  }

  private void look(TriggerLine line, Instant now) {
    TriggerName name = line.spec().name();
    if (line.isHeldBack()) {
      queue.remove(name);
      return;
    }
    Optional<Due.OfSlot> next;
    try {
      next = line.next(cursor(line), general, now);
    } catch (RuntimeException e) {
      log.error(
          "trigger {} of job {} is parked: {}. This is a defect, please report it with the"
              + " trigger's schedule",
          name,
          line.spec().job(),
          e.getMessage());
      queue.remove(name);
      return;
    }
    next.ifPresentOrElse(
        queue::put,
        () -> {
          queue.remove(name);
          if (line.spec().source() == Source.API && finished.add(name)) {
            checkFinished(name);
          }
        });
    if (next.isPresent()) {
      finished.remove(name);
    }
  }

  private Optional<Cursor> cursor(TriggerLine line) {
    return Optional.ofNullable(state(line.spec().job()).cursors().get(line.spec().name()));
  }

  private JobState state(JobName job) {
    return sources.state(job);
  }

  private Concurrency concurrency(JobSpec spec) {
    return spec.concurrency() == Concurrency.ALLOW && sources.types().forbidsOverlap(spec)
        ? Concurrency.FORBID
        : spec.concurrency();
  }
}

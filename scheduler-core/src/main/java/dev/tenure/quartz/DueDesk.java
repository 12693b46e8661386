package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Skipped;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.JobName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what is due while this node leads, and says when to look again. The board below it is
 * kept up to date on every node.
 *
 * <p>All state belongs to the loop; the public methods may be called from anywhere and return at
 * once.
 */
final class DueDesk {

  private static final Logger log = LoggerFactory.getLogger(DueDesk.class);

  /** How often the clock is looked at, whatever else happens. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long the planning of missed slots may keep fresh ones waiting. */
  private static final Duration PLANNING = Duration.ofMillis(5);

  /** When a refused claim is worth another try. */
  private static final Duration PARKED = Duration.ofSeconds(1);

  /** What the desk sets off while this node leads. Called on the loop: must not block. */
  interface Leader {
    /** Something falls due earlier than was known, or may have. */
    void signal(Instant candidate);

    /** These slots are not run; a claim that is made later comes after this record. */
    CompletionStage<Boolean> record(List<Skipped> skipped);

    /** Something of these jobs is due that has to end their runs before. */
    void replace(List<JobName> jobs);

    /** Nothing more will come of these triggers; told once in a term. */
    void finished(List<TriggerSpec> triggers);
  }

  private final EventLoop loop;
  private final Clock clock;
  private final DueBoard board;
  private final ClockWatch watch;
  private final int catchUpRate;

  private @Nullable Leader leader;
  private CatchUpPace pace;

  /** Quartz's thread sleeps until then; what falls due before has to wake it. */
  private Instant asleepUntil = Instant.MIN;

  private boolean pacing;
  private boolean working;
  private EventLoop.Timer replacing = () -> {};

  DueDesk(EventLoop loop, Clock clock, DueBoard board, int catchUpRate) {
    this.loop = loop;
    this.clock = clock;
    this.board = board;
    this.catchUpRate = catchUpRate;
    watch = new ClockWatch(clock, loop.clock());
    pace = new CatchUpPace(catchUpRate, loop.clock().nanos());
    loop.schedule(LOOK, this::keepLooking);
  }

  /** Changes the board, and looks what that means. */
  void change(Consumer<DueBoard> change) {
    loop.execute(
        () -> {
          change.accept(board);
          settle();
        });
  }

  /** Answers from the board. */
  <T> CompletionStage<T> ask(Function<DueBoard, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.apply(board)));
    return answer;
  }

  /**
   * This node leads from now on: things are handed out.
   *
   * @return how many jobs have slots that were missed
   */
  CompletionStage<Integer> lead(Leader newLeader) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          lookAtClock();
          leader = newLeader;
          pace = new CatchUpPace(catchUpRate, loop.clock().nanos());
          int overdue = board.lead(clock.instant());
          workOnIfIdle();
          settle();
          done.complete(overdue);
        });
    return done;
  }

  /** Nothing is handed out any more. */
  void standBy() {
    loop.execute(
        () -> {
          if (leader != null) {
            leader = null;
            replacing.cancel();
            board.standBy(clock.instant());
          }
        });
  }

  private void workOnIfIdle() {
    if (!working) {
      workOn();
    }
  }

  /** In portions: what is fresh gets its turn in between. */
  private void workOn() {
    boolean more = board.someMore(clock.instant());
    working = more;
    if (more) {
      loop.execute(this::workOn);
    }
  }

  private void keepLooking() {
    lookAtClock();
    settle();
    loop.schedule(LOOK, this::keepLooking);
  }

  private void lookAtClock() {
    watch.look().ifPresent(this::jumped);
  }

  private void jumped(ClockWatch.Jump jump) {
    Leader now = leader;
    board.jumped(jump);
    workOnIfIdle();
    if (now == null) {
      log.info("the wall clock was set by {} ms, to {}", jump.size().toMillis(), jump.now());
      return;
    }
    log.warn(
        "the wall clock was set {} by {} ms, to {}; {}",
        jump.isForward() ? "forward" : "back",
        jump.size().abs().toMillis(),
        jump.now(),
        jump.isForward()
            ? "slots that fell due by it are treated as missed"
            : "no slot is run again; frequent ones go on at half their pace until it has caught up");
    now.signal(Instant.MIN);
  }

  /**
   * What is to be started: what is due, then what was missed, else the first that falls due up to
   * an instant. It stays handed out until it is given back or something has come of it.
   *
   * @param lead what falls due within that time counts as due
   * @param window how much later than the first of them the others may be
   */
  CompletionStage<List<Due>> take(Instant noLaterThan, Duration lead, Duration window, int most) {
    CompletableFuture<List<Due>> taken = new CompletableFuture<>();
    loop.execute(
        () -> taken.complete(leader == null ? List.of() : hand(noLaterThan, lead, window, most)));
    return taken;
  }

  /** Of what is due already, or within the lead; for somebody who does not sleep after it. */
  CompletionStage<List<Due>> takeDue(Duration lead, int most) {
    CompletableFuture<List<Due>> taken = new CompletableFuture<>();
    loop.execute(
        () -> {
          List<Due> out = new ArrayList<>();
          if (leader != null) {
            lookAtClock();
            takeUpTo(clock.instant().plus(lead), most, out);
          }
          taken.complete(out);
        });
    return taken;
  }

  private List<Due> hand(Instant noLaterThan, Duration lead, Duration window, int most) {
    lookAtClock();
    Instant now = clock.instant();
    Instant soon = now.plus(lead);
    List<Due> out = new ArrayList<>();
    takeUpTo(noLaterThan.isBefore(soon) ? noLaterThan : soon, most, out);
    if (!noLaterThan.isBefore(now)) {
      takeMissed(most, out);
    }
    if (out.isEmpty()) {
      Optional<Due> first = board.queue().take(noLaterThan);
      first.ifPresent(out::add);
      first.ifPresent(one -> takeUpTo(later(one.at(), soon).plus(window), most, out));
    }
    asleepUntil = out.isEmpty() ? noLaterThan : out.get(0).at();
    settle();
    return out;
  }

  private void takeUpTo(Instant upTo, int most, List<Due> out) {
    Optional<Due> next = out.size() < most ? board.queue().take(upTo) : Optional.empty();
    while (next.isPresent()) {
      out.add(next.get());
      next = out.size() < most ? board.queue().take(upTo) : Optional.empty();
    }
  }

  /** Plans what was missed until enough is found, the pace is reached, or fresh slots must look. */
  private void takeMissed(int most, List<Due> out) {
    List<Due.OfSlot> looked = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    long begun = loop.clock().nanos();
    boolean inTime = true;
    DueQueue queue = board.queue();
    queue.missSome(most);
    board.missed().countNewlyDue(clock.instant());
    while (inTime && out.size() < most) {
      Optional<Due> next =
          pace.allows(loop.clock().nanos()) ? queue.takeMissed() : queue.takeOwed();
      if (next.isEmpty()) {
        break;
      }
      Due.OfSlot slot = (Due.OfSlot) next.get();
      TriggerLine.Plan plan =
          slot.planned()
              ? new TriggerLine.Plan(Optional.of(slot), Optional.empty())
              : board.missed().plan(slot);
      plan.skipped().ifPresent(skipped::add);
      plan.run()
          .ifPresentOrElse(
              run -> {
                if (!queue.pay(run.job())) {
                  pace.spend();
                }
                out.add(run);
              },
              () -> looked.add(slot));
      inTime = loop.clock().nanos() - begun < PLANNING.toNanos();
    }
    record(skipped, looked);
  }

  private void record(List<Skipped> skipped, List<Due.OfSlot> looked) {
    Leader now = leader;
    if (now == null || skipped.isEmpty()) {
      looked.forEach(this::park);
      return;
    }
    now.record(skipped)
        .whenCompleteAsync(
            (written, thrown) -> {
              if (thrown != null || !written) {
                looked.forEach(this::park);
              }
            },
            loop);
  }

  /** Puts back what was not started. */
  void giveBack(Due due) {
    change(changed -> changed.giveBack(due, clock.instant()));
  }

  /** Puts back, after a while, what the ledger did not grant. */
  void refused(Due due) {
    loop.execute(() -> park(due));
  }

  private void park(Due due) {
    loop.schedule(PARKED, () -> giveBack(due));
  }

  private void settle() {
    Leader now = leader;
    if (now == null) {
      return;
    }
    board.missed().countNewlyDue(clock.instant());
    Optional<Instant> next = board.queue().nextAt();
    if (next.filter(at -> at.isBefore(asleepUntil)).isPresent()) {
      asleepUntil = next.get();
      now.signal(next.get());
    }
    if (board.queue().hasMissed() && !pacing) {
      paceOn(now);
    }
    replace(now);
    List<TriggerSpec> over = board.takeFinished();
    if (!over.isEmpty()) {
      now.finished(over);
    }
  }

  private void paceOn(Leader now) {
    pacing = true;
    Duration wait = board.queue().hasOwed() ? Duration.ZERO : pace.untilNext(loop.clock().nanos());
    loop.schedule(
        wait.compareTo(PLANNING) < 0 ? PLANNING : wait,
        () -> {
          pacing = false;
          if (leader == now) {
            now.signal(Instant.MIN);
          }
        });
  }

  private void replace(Leader now) {
    replacing.cancel();
    Instant wall = clock.instant();
    List<JobName> jobs = board.queue().replaced(wall);
    if (!jobs.isEmpty()) {
      now.replace(jobs);
    }
    board
        .queue()
        .nextReplacement()
        .filter(at -> at.isAfter(wall))
        .ifPresent(at -> replacing = loop.schedule(Duration.between(wall, at), () -> replace(now)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Jobs that this node cannot run, and why; as of a moment ago. */
  Map<JobName, String> notRunnable() {
    return board.notRunnable();
  }
}

package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Folds the journal into states while a term lasts: when nothing was written for a while, or when
 * it has grown long. First what is old leaves the states for chunks, then the states of all jobs
 * that have changed are written, then the entries up to where the fold began are deleted.
 *
 * <p>Confined to the ledger's loop. Each step waits for its turn in the term's book.
 */
final class Folding {

  /** A journal that is written all the time, but little, is folded after so many quiet spans. */
  private static final int PATIENCE = 12;

  /** A journal of fewer entries waits for quiet, or for so many quiet spans. */
  static final int FEW_ENTRIES = 2_000;

  /**
   * How much journal a state is worth to be written for. It has one to five kilobytes, and all that
   * was before stays in the store until it is compacted; so states take less than the entries do.
   */
  static final int WORTH_BYTES = 16_000;

  /** How often the past of jobs that do not run any more is looked at. */
  private static final Duration SWEEP = Duration.ofHours(1);

  /** Of how many jobs at a time what is old leaves the states. */
  private static final int PORTION = 50;

  /** How many runs these jobs may have at hand before no further job joins them. */
  private static final int PORTION_RUNS = 2_000;

  private enum Stage {
    IDLE,
    TENDING,
    WRITING
  }

  private final TermBook book;
  private final LedgerParts parts;
  private final LedgerIndex index;
  private final EventLoop loop;
  private final Tending tending;
  private final Set<JobName> dirty = new LinkedHashSet<>();
  private Deque<JobName> toWrite = new ArrayDeque<>();
  private Position upTo = Position.NONE;
  private Stage stage = Stage.IDLE;
  private Subscription changes = () -> {};
  private boolean waiting;
  private boolean started;
  private boolean stopped;
  private long lastAppend;
  private long firstUnfolded;

  Folding(TermBook book, LedgerParts parts) {
    this.book = book;
    this.parts = parts;
    index = parts.index();
    loop = parts.loop();
    tending = new Tending(parts);
  }

  /** The term is open. What older terms left unfolded is this one's to fold. */
  void start() {
    started = true;
    index
        .states()
        .forEach(
            (job, state) -> {
              if (state.applied().isAfter(index.folded())) {
                dirty.add(job);
              }
              tending.saw(job, state);
            });
    dirty.addAll(index.removed().keySet());
    changes =
        index.onChange(
            (job, before, after) -> {
              dirty.add(job);
              tending.saw(job, after);
            });
    boolean leftMuch = index.unfoldedEntries() >= FEW_ENTRIES;
    appended();
    if (leftMuch) {
      // Terms that are short would hand it on for ever: the next look finds it old.
      firstUnfolded -= parts.settings().quiet().multipliedBy(PATIENCE).toNanos();
    }
    loop.schedule(SWEEP, this::sweep);
  }

  void stop() {
    stopped = true;
    changes.close();
  }

  boolean isActive() {
    return stage == Stage.WRITING;
  }

  /** An entry was appended. */
  void appended() {
    lastAppend = loop.clock().nanos();
    if (stage != Stage.IDLE || !started || stopped) {
      return;
    }
    if (isLong() || isWorthIt()) {
      begin(List.copyOf(dirty));
    } else if (!waiting) {
      firstUnfolded = lastAppend;
      wait(parts.settings().quiet());
    }
  }

  private boolean isLong() {
    LedgerSettings settings = parts.settings();
    return index.unfoldedEntries() >= settings.foldEntries()
        || index.unfoldedBytes() >= settings.foldBytes();
  }

  private boolean isWorthIt() {
    return index.unfoldedEntries() >= FEW_ENTRIES
        && index.unfoldedBytes() >= (long) WORTH_BYTES * dirty.size();
  }

  private void wait(Duration span) {
    waiting = true;
    loop.schedule(span, this::look);
  }

  private void look() {
    waiting = false;
    if (stopped || stage != Stage.IDLE || !index.high().isAfter(index.folded())) {
      return;
    }
    long now = loop.clock().nanos();
    Duration quiet = parts.settings().quiet();
    Duration left = quiet.minusNanos(now - lastAppend);
    if (left.isNegative()
        || left.isZero()
        || now - firstUnfolded >= quiet.multipliedBy(PATIENCE).toNanos()) {
      begin(List.copyOf(dirty));
    } else {
      wait(left);
    }
  }

  private void sweep() {
    if (!stopped) {
      if (stage == Stage.IDLE && book.leadership().held()) {
        begin(List.copyOf(index.states().keySet()));
      }
      loop.schedule(SWEEP, this::sweep);
    }
  }

  /** First what is old leaves the states, so that it is not written once more. */
  private void begin(List<JobName> jobs) {
    stage = Stage.TENDING;
    tend(new ArrayDeque<>(jobs));
  }

  /** In portions: whoever wants to run something stands behind what was asked for before. */
  private void tend(Deque<JobName> jobs) {
    List<JobName> some = portion(jobs);
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (Work work : tending.works(some)) {
      all.add(work.done());
      book.submit(work);
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .whenCompleteAsync(
            (nothing, thrown) -> {
              if (jobs.isEmpty() || stopped) {
                write();
              } else {
                tend(jobs);
              }
            },
            loop);
  }

  private List<JobName> portion(Deque<JobName> jobs) {
    List<JobName> some = new ArrayList<>();
    int runs = 0;
    while (!jobs.isEmpty() && some.size() < PORTION && runs < PORTION_RUNS) {
      JobName job = jobs.remove();
      runs += index.stateOf(job).last().size();
      some.add(job);
    }
    return some;
  }

  private void write() {
    if (stopped) {
      return;
    }
    if (!index.high().isAfter(index.folded())) {
      stage = Stage.IDLE;
      return;
    }
    stage = Stage.WRITING;
    upTo = Position.NONE;
    book.pump();
  }

  /** The next step; asked for when the index holds a whole picture. */
  Flight next() {
    if (upTo.equals(Position.NONE)) {
      upTo = index.high();
      toWrite = new ArrayDeque<>(dirty);
    }
    return toWrite.isEmpty()
        ? new Trim(parts, upTo, this::done)
        : StateWrites.load(toWrite, parts, this::written);
  }

  @SuppressWarnings("ReferenceEquality") // any change makes another state
  private void written(StateWrites writes) {
    writes
        .states()
        .forEach(
            (job, state) -> {
              if (index.stateOf(job) == state) {
                dirty.remove(job);
              }
            });
  }

  private void done() {
    stage = Stage.IDLE;
    if (index.high().isAfter(index.folded())) {
      appended();
    }
  }

  /** The store refused a step; the fold begins anew later. */
  void putOff() {
    stage = Stage.IDLE;
    if (!waiting) {
      wait(parts.settings().quiet());
    }
  }
}

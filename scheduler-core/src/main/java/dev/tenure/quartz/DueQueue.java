package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a group that waits for its time, in order: time, then priority, then name. A job
 * that forbids overlaps hands out one thing at a time.
 *
 * <p>It holds what it is told and decides nothing about slots. What is handed out stays out until
 * it is put back, or replaced by what came of it. Not thread-safe.
 */
final class DueQueue {

  /** Before every line. */
  private static final JobLine FIRST = JobLine.probe(Instant.MIN);

  /**
   * Slots that are being moved to where missed ones wait.
   *
   * @param end what is not before it is fresh
   * @param reached what is not before it has been moved
   */
  private record Missing(Span span, JobLine end, JobLine reached) {}

  private final Map<JobName, JobLine> lines = new HashMap<>();
  private final Map<Object, Due> waiting = new HashMap<>();
  private final NavigableSet<JobLine> soon = inOrder(JobLine::soon, Due.SOONEST);
  private final NavigableSet<JobLine> missed = inOrder(JobLine::missed, Due.FRESHEST);
  private final NavigableSet<JobLine> owed = inOrder(JobLine::missed, Due.FRESHEST);
  private final NavigableSet<JobLine> replacing = inOrder(JobLine::soon, Due.SOONEST);

  private final Consumer<Due.OfSlot> behind;

  private @Nullable Missing missing;

  /**
   * An empty queue.
   *
   * @param behind told of each slot that is put in, or becomes, a missed one
   */
  DueQueue(Consumer<Due.OfSlot> behind) {
    this.behind = behind;
  }

  private static NavigableSet<JobLine> inOrder(
      Function<JobLine, Shelf> shelf, Comparator<Due> order) {
    return new TreeSet<>(
        (one, other) -> {
          int byFirst = order.compare(shelf.apply(one).first(), shelf.apply(other).first());
          return byFirst != 0 ? byFirst : one.job().compareTo(other.job());
        });
  }

  /** How much waits or is handed out. */
  int size() {
    return waiting.size();
  }

  /** Says how a job is to be treated: whether its runs may overlap, and how many it has now. */
  void job(JobName job, Concurrency concurrency, int running) {
    JobLine known = lines.get(job);
    if (known != null && known.standsWhereItIs(concurrency, running)) {
      known.running(running);
      return;
    }
    change(
        job,
        line -> {
          line.concurrency(concurrency);
          line.running(running);
        });
  }

  /** Hands nothing of the job out any more, or does so again. */
  void mute(JobName job, boolean muted) {
    change(job, line -> line.muted(muted));
  }

  /** Puts it in, in place of what has the same key. What is handed out already stays out. */
  void put(Due due) {
    change(
        due.job(),
        line -> {
          Due out = line.handedOut(due.key());
          if (out == null || !out.isSame(due)) {
            drop(line, due.key());
            line.shelf(due).add(due);
            waiting.put(due.key(), due);
          }
        });
    if (due.isMissed() && due instanceof Due.OfSlot slot) {
      behind.accept(slot);
    }
  }

  /** What waits, or is handed out, under the key. */
  Optional<Due> find(Object key) {
    return Optional.ofNullable(waiting.get(key));
  }

  void remove(Object key) {
    Due due = waiting.get(key);
    if (due != null) {
      change(due.job(), line -> drop(line, key));
    }
  }

  /** Puts back what was handed out, unless it has been replaced or removed meanwhile. */
  void giveBack(Due due) {
    change(
        due.job(),
        line -> {
          Due out = line.handedOut(due.key());
          if (out != null && out.isSame(due)) {
            line.takeBack(due.key());
            line.shelf(out).add(out);
          }
        });
  }

  /** What is handed out under the key is another one now. */
  void handOutInstead(Due due) {
    change(
        due.job(),
        line -> {
          if (line.takeBack(due.key()) != null) {
            line.handOut(due);
            waiting.put(due.key(), due);
          }
        });
  }

  /** Whether it is handed out, and still what is to be started. */
  boolean isOut(Due due) {
    JobLine line = lines.get(due.job());
    Due out = line == null ? null : line.handedOut(due.key());
    return out != null && out.isSame(due);
  }

  /** Hands out the first that is due at the given instant. */
  Optional<Due> take(Instant upTo) {
    return firstFresh().filter(due -> !due.at().isAfter(upTo)).map(this::handOut);
  }

  /** Hands out the freshest of what was missed. */
  Optional<Due> takeMissed() {
    return head(missed, JobLine::missed).map(this::handOut);
  }

  /** Hands out the freshest of what was missed by jobs to which a run beside the pace is owed. */
  Optional<Due> takeOwed() {
    return head(owed, JobLine::missed).map(this::handOut);
  }

  boolean hasOwed() {
    return !owed.isEmpty();
  }

  /** One more slot of a job that is behind has fallen due. */
  void owe(JobName job) {
    change(job, line -> line.owe(1));
  }

  /**
   * A missed slot of the job is run.
   *
   * @return whether it was owed, so that it does not count for the pace
   */
  boolean pay(JobName job) {
    JobLine line = lines.get(job);
    if (line == null || line.owed() == 0) {
      return false;
    }
    change(job, one -> one.owe(-1));
    return true;
  }

  boolean hasMissed() {
    return !missed.isEmpty() || missing != null;
  }

  /** When the first falls due; empty if nothing waits. */
  Optional<Instant> nextAt() {
    return firstFresh().map(Due::at);
  }

  private Optional<Due> firstFresh() {
    Missing now = missing;
    JobLine first = now == null ? soon.ceiling(FIRST) : soon.ceiling(now.end());
    return Optional.ofNullable(first).map(line -> line.soon().first());
  }

  /** When the first of those falls due that have to end a run before. */
  Optional<Instant> nextReplacement() {
    return head(replacing, JobLine::soon).map(Due::at);
  }

  /** The jobs of which something is due at the given instant that has to end a run before. */
  List<JobName> replaced(Instant upTo) {
    List<JobName> jobs = new ArrayList<>();
    for (JobLine line : replacing) {
      if (line.soon().first().at().isAfter(upTo)) {
        break;
      }
      jobs.add(line.job());
    }
    return jobs;
  }

  /**
   * Every waiting slot that the stretch covers counts as missed from now on. It may be everything,
   * and what is fresh shall not wait for that: {@link #missSome} moves them, and until it is done
   * nothing of the stretch is handed out as due.
   *
   * @return how many jobs there are to look at
   */
  int miss(Span span) {
    while (missSome(Integer.MAX_VALUE)) {
      // The stretch before is done first.
    }
    lines.values().stream()
        .filter(line -> !line.isFree())
        .toList()
        .forEach(line -> miss(line, span));
    JobLine end = JobLine.probe(span.upTo().plusNanos(1));
    missing = new Missing(span, end, end);
    return soon.headSet(end).size();
  }

  /**
   * Goes on with what {@link #miss} began, the freshest first.
   *
   * @return whether there is more
   */
  boolean missSome(int most) {
    Missing now = missing;
    int done = 0;
    while (now != null && done < most) {
      JobLine line = soon.lower(now.reached());
      if (line == null) {
        now = null;
      } else {
        now = new Missing(now.span(), now.end(), JobLine.probe(line));
        miss(line, now.span());
        done++;
      }
    }
    missing = now;
    return now != null;
  }

  /** What is left of {@link #miss} is not to be done. */
  void missNoMore() {
    missing = null;
  }

  private void miss(JobLine line, Span span) {
    unlink(line);
    for (Due due : line.soon().all()) {
      if (due instanceof Due.OfSlot slot && span.covers(slot.slot())) {
        Due.OfSlot late = slot.missedIn(span);
        line.soon().remove(due);
        line.missed().add(late);
        waiting.put(late.key(), late);
        behind.accept(late);
      }
    }
    link(line);
  }

  /** Everything that counts as missed. */
  List<Due> allMissed() {
    return waiting.values().stream().filter(Due::isMissed).toList();
  }

  /** What waits of one job, and is due or to come, or was overlapped. */
  List<Due> waiting(JobName job) {
    JobLine line = lines.get(job);
    if (line == null) {
      return List.of();
    }
    List<Due> waits = new ArrayList<>(line.soon().all());
    line.missed().all().stream().filter(Due::isOverlapped).forEach(waits::add);
    return waits;
  }

  void clear() {
    missing = null;
    lines.clear();
    waiting.clear();
    soon.clear();
    missed.clear();
    owed.clear();
    replacing.clear();
  }

  private static Optional<Due> head(NavigableSet<JobLine> set, Function<JobLine, Shelf> shelf) {
    return set.isEmpty() ? Optional.empty() : Optional.of(shelf.apply(set.first()).first());
  }

  private Due handOut(Due due) {
    change(
        due.job(),
        line -> {
          line.shelf(due).remove(due);
          line.handOut(due);
        });
    return due;
  }

  private void drop(JobLine line, Object key) {
    Due before = waiting.remove(key);
    if (before != null && line.takeBack(key) == null) {
      line.shelf(before).remove(before);
    }
  }

  /** The sets go by what is first in a line: it leaves them before it changes. */
  private void change(JobName job, Consumer<JobLine> change) {
    @Nullable JobLine known = lines.get(job);
    JobLine line = known == null ? new JobLine(job) : known;
    unlink(line);
    change.accept(line);
    line.settle();
    if (line.isEmpty()) {
      lines.remove(job);
      return;
    }
    if (known == null) {
      lines.put(job, line);
    }
    link(line);
  }

  private void unlink(JobLine line) {
    if (!line.soon().isEmpty()) {
      soon.remove(line);
      replacing.remove(line);
    }
    if (!line.missed().isEmpty()) {
      missed.remove(line);
      owed.remove(line);
    }
  }

  private void link(JobLine line) {
    if (line.isFree() && !line.soon().isEmpty()) {
      soon.add(line);
    }
    if (line.isFree() && !line.missed().isEmpty()) {
      missed.add(line);
    }
    if (line.isOwed()) {
      owed.add(line);
    }
    if (line.replaces()) {
      replacing.add(line);
    }
  }
}

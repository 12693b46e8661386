package dev.tenure.quartz;

import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers of the board, each with its grid, and the next slot of each in the queue. Not
 * thread-safe.
 */
final class BoardTriggers {

  private static final Logger log = LoggerFactory.getLogger(BoardTriggers.class);

  private final BoardSources sources;
  private final DueQueue queue;
  private final Map<TriggerName, TriggerLine> lines = new HashMap<>();
  private final FinishedLines finished = new FinishedLines();

  private boolean leading;

  /** The stretches of time that nobody led, or that the clock left out. */
  private List<Span> general = List.of();

  BoardTriggers(BoardSources sources, DueQueue queue) {
    this.sources = sources;
    this.queue = queue;
  }

  boolean isLeading() {
    return leading;
  }

  /** From now on what is in the stretch counts as missed, and triggers that are over are noted. */
  void lead(Span before) {
    leading = true;
    general = List.of(before);
    lines.values().forEach(TriggerLine::forgetMissed);
    finished.all().forEach(this::checkFinished);
  }

  void standBy() {
    leading = false;
    general = List.of();
    finished.forgetOver();
    lines.values().forEach(TriggerLine::forgetMissed);
  }

  /** One more stretch in which every trigger missed its slots. */
  void miss(Span span) {
    general = Stream.concat(general.stream(), Stream.of(span)).toList();
  }

  /** The stretch in which a slot was missed; empty for one that is due or to come. */
  Optional<Span> missed(TriggerLine line, Instant slot) {
    return line.span(slot, general);
  }

  int size() {
    return lines.size();
  }

  Collection<TriggerLine> all() {
    return lines.values();
  }

  Set<TriggerName> names() {
    return lines.keySet();
  }

  @Nullable TriggerLine get(TriggerName name) {
    return lines.get(name);
  }

  void put(TriggerLine line) {
    lines.put(line.spec().name(), line);
  }

  void remove(TriggerName name) {
    lines.remove(name);
    queue.remove(name);
  }

  /** The trigger is gone. */
  void forget(TriggerName name) {
    remove(name);
    finished.remove(name);
  }

  /** Everything is looked at again; triggers that are not among these are gone. */
  void retain(Set<TriggerName> names) {
    lines.keySet().retainAll(names);
    finished.clear();
  }

  /** The trigger with its grid; nothing if its schedule cannot be used. */
  @Nullable TriggerLine line(TriggerSpec spec) {
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

  void look(Due due, Instant now) {
    if (due instanceof Due.OfSlot slot) {
      look(slot.trigger(), now);
    }
  }

  void look(TriggerName name, Instant now) {
    TriggerLine line = lines.get(name);
    if (line != null) {
      look(line, now);
    }
  }

  /** Puts the next slot into the queue. */
  void look(TriggerLine line, Instant now) {
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
    next.ifPresentOrElse(queue::put, () -> over(line));
    if (next.isPresent()) {
      finished.remove(name);
    }
  }

  private void over(TriggerLine line) {
    TriggerName name = line.spec().name();
    queue.remove(name);
    if (line.spec().source() == Source.API && finished.add(name)) {
      checkFinished(name);
    }
  }

  /** Whether the last slot of a trigger is accounted for, and all of its runs have ended. */
  void checkFinished(TriggerName name) {
    TriggerLine line = lines.get(name);
    if (leading && line != null) {
      finished.check(line.spec(), state(line.spec().job()));
    }
  }

  /** The triggers of which nothing runs any more and nothing is to run; each is told once. */
  List<TriggerSpec> takeFinished() {
    return finished.takeOver();
  }

  Optional<Cursor> cursor(TriggerLine line) {
    return Optional.ofNullable(state(line.spec().job()).cursors().get(line.spec().name()));
  }

  private JobState state(JobName job) {
    return sources.state(job);
  }
}

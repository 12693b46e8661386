package dev.tenure.quartz;

import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job in one term: its definition, where its slots begin, and what it kept. Shared by all copies
 * that Quartz makes of its trigger. Thread-safe.
 */
final class PlannedJob {

  private static final Logger log = LoggerFactory.getLogger(PlannedJob.class);

  /** All triggers come from job files, whose cursors survive a change of schedule. */
  static final String EDITION = "files";

  /** A span in which a run of the job was going on. */
  private record Busy(Instant from, Instant to) {
    boolean covers(Instant slot) {
      return slot.isAfter(from) && !slot.isAfter(to);
    }
  }

  /** A slot and its place: how many slots of the catch-up come before it. */
  record Place(Instant slot, int index) {}

  private final JobDefinition definition;
  private final Term term;
  private final List<Instant> catchUp;
  private final Instant planned;
  private final Map<String, Object> kept;
  private final Consumer<Skipped> overlaps;

  private volatile Instant begun = Instant.EPOCH;
  private volatile @Nullable Busy busy;

  /**
   * A plan.
   *
   * @param start what the catch-up has found out
   * @param overlaps hears of slots that are skipped as overlaps; must not block
   */
  PlannedJob(JobDefinition definition, Term term, Start start, Consumer<Skipped> overlaps) {
    this.definition = definition;
    this.term = term;
    this.catchUp = start.catchUp();
    this.planned = start.planned();
    this.kept = start.kept();
    this.overlaps = overlaps;
  }

  /**
   * Where a job begins in a term.
   *
   * @param catchUp the missed slots to run, in order; none after {@code planned}
   * @param planned the instant after which the grid goes on
   * @param kept the data that the job's last run left
   */
  record Start(List<Instant> catchUp, Instant planned, Map<String, Object> kept) {
    Start {
      catchUp = List.copyOf(catchUp);
    }
  }

  JobDefinition definition() {
    return definition;
  }

  Term term() {
    return term;
  }

  /** The definition's data with what the job kept on top. */
  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>(definition.data());
    data.putAll(kept);
    return data;
  }

  int caughtUp() {
    return catchUp.size();
  }

  RunKind kind(int index) {
    return index < catchUp.size() ? RunKind.CAUGHT_UP : RunKind.SCHEDULED;
  }

  Optional<Place> first() {
    return at(0, planned);
  }

  /** The slot after the given one; always later. */
  Optional<Place> after(Place place) {
    Instant from = place.slot().isAfter(planned) ? place.slot() : planned;
    return at(place.index() + 1, from).filter(next -> isLater(next, place));
  }

  private Optional<Place> at(int index, Instant from) {
    if (index < catchUp.size()) {
      return Optional.of(new Place(catchUp.get(index), index));
    }
    return definition.grid().next(from).map(slot -> new Place(slot, catchUp.size()));
  }

  private boolean isLater(Place next, Place place) {
    if (next.slot().isAfter(place.slot())) {
      return true;
    }
    log.error(
        "the schedule of job {} gave {} as the slot after {}; the job is parked until the next term."
            + " This is a defect, please report it with the job's schedule",
        definition.name(),
        next.slot(),
        place.slot());
    return false;
  }

  /** A run was claimed. */
  void began(Instant now) {
    begun = now;
  }

  /** A run ended: slots since it was claimed are overlaps if the job forbids them. */
  void ended(Instant now) {
    busy = new Busy(begun, now);
  }

  /** The given place, or the first one after it that is not an overlap; the others are recorded. */
  Optional<Place> withoutOverlaps(Place place) {
    Busy span = busy;
    Optional<Place> next = Optional.of(place);
    Instant last = place.slot();
    long count = 0;
    while (span != null && next.isPresent() && span.covers(next.get().slot())) {
      last = next.get().slot();
      count++;
      next = after(next.get());
    }
    if (count > 0) {
      TriggerName trigger = TriggerName.of(definition.name());
      SkippedRange range =
          new SkippedRange(trigger, place.slot(), last, count, true, SkipReason.OVERLAP);
      overlaps.accept(new Skipped(definition.name(), trigger, EDITION, List.of(range), last));
    }
    return next;
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.RunRequest;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RequestRef;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** One thing of a job that may be started once its time has come. */
sealed interface Due {

  /** The earlier first, then the more important; the rest is only there to have an order. */
  Comparator<Due> SOONEST = (one, other) -> order(one.at().compareTo(other.at()), one, other);

  /** Of what is late anyway, the freshest first. */
  Comparator<Due> FRESHEST = (one, other) -> order(other.at().compareTo(one.at()), one, other);

  private static int order(int byTime, Due one, Due other) {
    if (byTime != 0) {
      return byTime;
    }
    int byPriority = Integer.compare(other.priority(), one.priority());
    return byPriority != 0 ? byPriority : one.tie().compareTo(other.tie());
  }

  JobName job();

  /** What it is, among all that is waiting: at most one thing of the same key waits. */
  Object key();

  /** Not to be started before, by the wall clock. */
  Instant at();

  /** The greater first among those of one instant. */
  int priority();

  /** An order among equals. */
  default String tie() {
    return key().toString();
  }

  /** Whether it is the same thing, perhaps with another time. */
  boolean isSame(Due other);

  /** Whether it waits for the catch-up and not only for its time. */
  default boolean isMissed() {
    return false;
  }

  /** Whether it was missed because it fell due during a run that it must not overlap. */
  default boolean isOverlapped() {
    return false;
  }

  /**
   * The next slot of a trigger.
   *
   * @param edition of the trigger
   * @param slot the scheduled instant
   * @param at the same, but for a trigger whose cursor is ahead of the clock
   * @param missed the stretch in which it was missed; empty for one that is due or to come
   * @param planned whether the catch-up has decided to run it
   */
  record OfSlot(
      JobName job,
      TriggerName trigger,
      String edition,
      Instant slot,
      Instant at,
      int priority,
      Optional<Span> missed,
      boolean planned)
      implements Due {

    @Override
    public TriggerName key() {
      return trigger;
    }

    @Override
    public String tie() {
      return trigger.value();
    }

    @Override
    public boolean isSame(Due other) {
      return other instanceof OfSlot that
          && that.trigger.equals(trigger)
          && that.edition.equals(edition)
          && that.slot.equals(slot);
    }

    @Override
    public boolean isMissed() {
      return missed.isPresent();
    }

    @Override
    public boolean isOverlapped() {
      return missed.filter(span -> span.reason() == SkipReason.OVERLAP).isPresent();
    }

    /** The same slot, missed in the given stretch. */
    OfSlot missedIn(Span span) {
      return new OfSlot(job, trigger, edition, slot, slot, priority, Optional.of(span), false);
    }

    /** The first slot that the catch-up runs, in place of the first that was missed. */
    OfSlot plannedFor(Instant first) {
      return new OfSlot(job, trigger, edition, first, first, priority, missed, true);
    }
  }

  /** A further attempt of a run. */
  record OfAttempt(PendingAttempt attempt, int priority) implements Due {
    @Override
    public JobName job() {
      return attempt.run().job();
    }

    @Override
    public Object key() {
      return attempt.run();
    }

    @Override
    public Instant at() {
      return attempt.due();
    }

    @Override
    public boolean isSame(Due other) {
      return other instanceof OfAttempt that && that.attempt.equals(attempt);
    }
  }

  /**
   * A run that somebody asked for.
   *
   * @param ref the request in the store
   */
  record OfRequest(RunRequest request, RequestRef ref) implements Due {
    @Override
    public JobName job() {
      return request.job();
    }

    @Override
    public TriggerName key() {
      return request.trigger();
    }

    @Override
    public Instant at() {
      return request.slot();
    }

    @Override
    public int priority() {
      return TriggerSpec.DEFAULT_PRIORITY;
    }

    @Override
    public boolean isSame(Due other) {
      return other instanceof OfRequest that && that.ref.equals(ref);
    }
  }
}

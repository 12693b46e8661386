package dev.tenure.election;

import dev.tenure.model.Term;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One leadership, as a thing to show: whoever acts as leader must hold one, there is no question
 * "am I the leader?" to ask.
 *
 * <p>Two different questions have two different answers. {@link #held()} is a local belief that
 * saves work: it ends by itself, on the monotonic clock, before the store can have given the lease
 * up, and at once when the loss is noticed. {@link #fence()} is the truth: a commit that carries it
 * cannot succeed once the term is over.
 *
 * <p>Made by {@link Election}. Thread-safe; no method blocks.
 */
public final class Leadership {

  /** Ended is a state of its own: a leadership that ended is never held again. */
  private sealed interface Belief {}

  private record Held(Deadline deadline) implements Belief {}

  private record Suspended(Deadline deadline) implements Belief {}

  private record Ended() implements Belief {}

  private final String key;
  private final Term term;
  private final LeaseId lease;
  private final NanoClock clock;
  private final long firstInLineNanos;
  private final AtomicReference<Belief> belief;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Leadership(Place place, Deadline deadline, NanoClock clock, long firstInLineNanos) {
    this.key = place.key();
    this.term = new Term(place.createRevision());
    this.lease = place.lease();
    this.clock = clock;
    this.firstInLineNanos = firstInLineNanos;
    this.belief = new AtomicReference<>(new Held(deadline));
  }

  /** The leader's key in the store. */
  public String key() {
    return key;
  }

  /** The number of this leadership; the fencing token for resources outside the store. */
  public Term term() {
    return term;
  }

  /** The lease that the leader's key is bound to. */
  public LeaseId lease() {
    return lease;
  }

  /** The guard that makes a commit fail once this leadership is over. */
  public Commit.Guard fence() {
    return new Commit.CreatedAt(key, term.number());
  }

  /**
   * Whether the holder may still believe in this leadership. Once false because of an end, it stays
   * false; a deadline that passed is always followed by an end.
   */
  public boolean held() {
    return belief.get() instanceof Held held && !held.deadline().passed(clock.nanos());
  }

  /**
   * The instant up to which the holder may believe, as far as known now; renewals move it. After
   * the end it is an instant that has passed.
   */
  public Deadline deadline() {
    Belief now = belief.get();
    if (now instanceof Held held) {
      return held.deadline();
    }
    return new Deadline(clock.nanos());
  }

  /**
   * Completes when the leadership is over, lost or given up. Attach with the {@code …Async} forms:
   * it completes on the election's loop.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /** How long ago the candidate learned that nobody is ahead of it any more. */
  public Duration sinceFirstInLine() {
    return Duration.ofNanos(clock.nanos() - firstInLineNanos);
  }

  /**
   * A renewal succeeded: the belief holds until the later of both deadlines. Lifts a suspension.
   */
  void extend(Deadline deadline) {
    belief.updateAndGet(
        now -> {
          if (now instanceof Held held) {
            return new Held(held.deadline().later(deadline));
          }
          return now instanceof Suspended suspended
              ? new Held(suspended.deadline().later(deadline))
              : now;
        });
  }

  /** The clock gave reason for doubt: not held until the next {@link #extend}. */
  void suspend() {
    belief.updateAndGet(now -> now instanceof Held held ? new Suspended(held.deadline()) : now);
  }

  /** The leadership is over, for whatever reason. */
  void end() {
    belief.set(new Ended());
    ended.complete(null);
  }

  @Override
  public String toString() {
    return "term " + term + " at " + key;
  }
}

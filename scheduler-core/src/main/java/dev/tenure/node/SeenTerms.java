package dev.tenure.node;

import dev.tenure.election.Observation;
import dev.tenure.time.NanoClock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The last terms of a group, as this node sees them come and go since it started. Thread-safe. */
final class SeenTerms {

  private static final int KEPT = 50;

  private final NanoClock nanos;
  // All guarded by this.
  private final Deque<SeenTerm> terms = new ArrayDeque<>();
  private boolean begun;
  private boolean measures;
  private long goneNanos;

  SeenTerms(NanoClock nanos) {
    this.nanos = nanos;
  }

  /**
   * Something was seen.
   *
   * @param said what the leader says of itself, if it is one of ours
   */
  synchronized void see(Observation seen, Optional<Proclamation> said, Instant now) {
    long term = seen instanceof Observation.Leader leader ? leader.term().number() : 0;
    end(term, now);
    SeenTerm last = terms.peekFirst();
    if (!(seen instanceof Observation.Leader leader)) {
      return;
    }
    if (last == null || last.term() != term) {
      terms.addFirst(
          new SeenTerm(
              term,
              said.map(Proclamation::node).orElse(leader.key()),
              now,
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty()));
      begun = false;
      if (terms.size() > KEPT) {
        terms.removeLast();
      }
    }
    // One of ours is in the queue before it leads; it says when its term has begun.
    boolean begins = said.isEmpty() || said.get().since().isPresent();
    if (!begun && begins) {
      begun = true;
      long gap = (nanos.nanos() - goneNanos) / 1_000_000;
      replaceFirst(
          terms
              .getFirst()
              .begun(
                  said.flatMap(Proclamation::since).orElse(now),
                  measures ? OptionalLong.of(gap) : OptionalLong.empty()));
    }
  }

  /** Whoever was first in line and went away before it led had no term. */
  private void end(long next, Instant now) {
    SeenTerm last = terms.peekFirst();
    if (last == null || last.term() == next || last.until().isPresent()) {
      return;
    }
    if (!begun) {
      terms.removeFirst();
      return;
    }
    replaceFirst(last.ended(now));
    goneNanos = nanos.nanos();
    measures = true;
  }

  /** It is known why a term ended, or will end. */
  synchronized void because(long term, String why) {
    List<SeenTerm> all = new ArrayList<>(terms);
    terms.clear();
    all.forEach(one -> terms.addLast(one.term() == term ? one.because(why) : one));
  }

  /** The newest first. */
  synchronized List<SeenTerm> all() {
    return List.copyOf(terms);
  }

  private void replaceFirst(SeenTerm term) {
    terms.removeFirst();
    terms.addFirst(term);
  }
}

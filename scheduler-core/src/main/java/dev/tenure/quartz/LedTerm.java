package dev.tenure.quartz;

import dev.tenure.election.Leadership;

/**
 * A leadership and whether it has ended. That it is not held at some moment is not the same: it may
 * be in doubt and be held again, and neither a start nor running jobs should suffer for it.
 */
final class LedTerm {

  private final Leadership leadership;
  private volatile boolean over;

  LedTerm(Leadership leadership) {
    this.leadership = leadership;
    leadership.ended().whenComplete((nothing, thrown) -> over = true);
  }

  Leadership leadership() {
    return leadership;
  }

  boolean isOver() {
    return over;
  }
}

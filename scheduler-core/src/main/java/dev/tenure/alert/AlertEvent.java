package dev.tenure.alert;

import java.time.Instant;
import java.util.Set;

/** What an alert hears of. */
sealed interface AlertEvent {

  /** Whether there is an alert after it, also where there was none. */
  default boolean opens() {
    return this instanceof Happened || this instanceof Found || this instanceof Holds;
  }

  /**
   * It happened, just now.
   *
   * @param uid for an alert that there is none of yet
   * @param times how often; positive
   */
  record Happened(String uid, Instant at, long times, Subject subject) implements AlertEvent {}

  /**
   * It is found to have happened, and was perhaps heard of already: what is not later than the last
   * time does not count.
   */
  record Found(Happened what) implements AlertEvent {}

  /** It goes on, which was perhaps known. */
  record Holds(String uid, Instant at, Subject subject) implements AlertEvent {}

  /** It does not go on. */
  record Over(Instant at, String message) implements AlertEvent {}

  /** What it is about is gone, or nobody wants to hear of it any more. */
  record Gone() implements AlertEvent {}

  /** Time has passed. */
  record Looked(Instant at) implements AlertEvent {}

  /** A notice is delivered, or was given up. */
  record Settled(long sequence) implements AlertEvent {}

  /** These processes are gone; who hears of it delivers what they had to. */
  record Left(Set<String> processes) implements AlertEvent {
    public Left {
      processes = Set.copyOf(processes);
    }
  }
}

package dev.tenure.server.chaos.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that a trial is about.
 *
 * @param begin about when its nodes start; whole seconds
 * @param length for how long things go wrong
 */
public record Epoch(Instant begin, Duration length) {

  Instant after(double part) {
    return begin.plusSeconds(Math.round(length.toSeconds() * part));
  }
}

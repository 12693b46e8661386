package dev.tenure.server.chaos.fault;

import java.time.Duration;
import java.util.List;

/**
 * Faults that overlap, and the quiet time after all of them are healed.
 *
 * @param faults one to three, of different families
 * @param quiet how long nothing is broken then
 */
record Round(List<Planned> faults, Duration quiet) {

  Round {
    faults = List.copyOf(faults);
  }
}

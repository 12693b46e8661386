package dev.tenure.quartz;

import java.time.Duration;

/**
 * How long before its slot a run is claimed, so that it can begin on time: as long as claims have
 * taken lately, within limits. The worker waits for the slot itself.
 *
 * <p>Not thread-safe; Quartz's thread alone.
 */
final class ClaimLead {

  /** A store that is slower than this makes runs late, and is not made up for. */
  static final Duration MOST = Duration.ofMillis(20);

  /** Between the claim and the moment in which all workers stand ready. */
  private static final Duration HAND_OUT = Duration.ofMillis(3);

  /** By what part of it the memory of a slow claim fades with each that is quicker. */
  private static final int FADING = 16;

  private Duration lately = Duration.ZERO;

  /** A claim took so long. */
  void took(Duration claim) {
    Duration faded = lately.minus(lately.dividedBy(FADING));
    lately = claim.compareTo(faded) > 0 ? claim : faded;
  }

  /** How long before the slot the next claim is to be made. */
  Duration now() {
    Duration lead = lately.plus(HAND_OUT);
    return lead.compareTo(MOST) > 0 ? MOST : lead;
  }
}

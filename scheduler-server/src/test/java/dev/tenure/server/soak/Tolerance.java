package dev.tenure.server.soak;

/**
 * By how much a gauge may have grown from the end of the warm-up to the end of the trial: the
 * larger of the two.
 *
 * @param share of its level
 * @param amount in its unit
 */
record Tolerance(double share, double amount) {

  double of(double level) {
    return Math.max(amount, share * Math.abs(level));
  }
}

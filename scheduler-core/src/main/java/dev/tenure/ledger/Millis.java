package dev.tenure.ledger;

import java.time.Instant;

/**
 * The ledger's instants are whole milliseconds, so that what is read back equals what was meant.
 */
final class Millis {

  private Millis() {}

  static Instant floor(Instant instant) {
    Instant whole = Instant.ofEpochMilli(instant.toEpochMilli());
    return whole.equals(instant) ? instant : whole;
  }
}

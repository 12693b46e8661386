package dev.tenure.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Instants as a person says them: {@code in 5m}, {@code 3s ago}. */
final class RelativeTime {

  private static final String NONE = "-";

  /** A slot is not late while it is on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  private final Instant now;

  RelativeTime(Instant now) {
    this.now = now;
  }

  static RelativeTime ofNow() {
    return new RelativeTime(Instant.now());
  }

  /** With "in" or "ago"; a dash for none. */
  String of(Optional<Instant> instant) {
    return instant.map(this::of).orElse(NONE);
  }

  private String of(Instant instant) {
    Duration ahead = Duration.between(now, instant);
    return ahead.isNegative() ? length(ahead.negated()) + " ago" : "in " + length(ahead);
  }

  /** Of something that is to come: what has just fallen due is on its way. */
  String next(Optional<Instant> instant) {
    return instant.map(this::next).orElse(NONE);
  }

  private String next(Instant instant) {
    Duration overdue = Duration.between(instant, now);
    if (overdue.isNegative()) {
      return of(instant);
    }
    return overdue.compareTo(ON_ITS_WAY) < 0 ? "now" : "overdue " + length(overdue);
  }

  /** For how long it has been so; a dash for none. */
  String since(Optional<Instant> instant) {
    return instant.map(begin -> length(Duration.between(begin, now))).orElse(NONE);
  }

  /** A length of milliseconds; a dash for none. */
  static String millis(Optional<Long> millis) {
    return millis.map(length -> length(Duration.ofMillis(length))).orElse(NONE);
  }

  /** A length in its two largest units. */
  static String length(Duration length) {
    Duration positive = length.isNegative() ? Duration.ZERO : length;
    if (positive.toSeconds() < 1) {
      return positive.toMillis() + "ms";
    }
    if (positive.toMinutes() < 1) {
      return positive.toSeconds() + "s";
    }
    if (positive.toHours() < 1) {
      return two(positive.toMinutes(), "m", positive.toSecondsPart(), "s");
    }
    if (positive.toDays() < 1) {
      return two(positive.toHours(), "h", positive.toMinutesPart(), "m");
    }
    return two(positive.toDays(), "d", positive.toHoursPart(), "h");
  }

  private static String two(long large, String unit, int small, String smaller) {
    return large + unit + (small == 0 ? "" : " " + small + smaller);
  }
}

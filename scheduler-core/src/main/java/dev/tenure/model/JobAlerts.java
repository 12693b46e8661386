package dev.tenure.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a job says of alerts about it.
 *
 * @param enabled whether there are any
 * @param channels the names of the channels that get them; empty for all that take their kind
 * @param expectSuccessWithin how long it may go without a success; positive; absent for any time
 */
public record JobAlerts(
    boolean enabled, List<String> channels, Optional<Duration> expectSuccessWithin) {

  /** What a job has that says nothing. */
  public static final JobAlerts DEFAULT = new JobAlerts(true, List.of(), Optional.empty());

  /** Throws {@link IllegalArgumentException} for a time that is not positive. */
  public JobAlerts {
    channels = List.copyOf(channels);
    if (expectSuccessWithin.filter(time -> time.isZero() || time.isNegative()).isPresent()) {
      throw new IllegalArgumentException("a success must be expected within a positive time");
    }
  }
}

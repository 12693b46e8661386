package dev.tenure.definition;

import java.time.Duration;
import java.util.Optional;

/**
 * What a job file said of a trigger where the trigger itself only has what came of it. For showing
 * and exporting; slots are made of the trigger alone. Immutable.
 *
 * @param cron the expression with its {@code H}; empty for one without
 * @param spread of which the trigger's own spread is a part; zero for none
 */
public record Wording(Optional<String> cron, Duration spread) {

  /** The trigger says everything itself. */
  public static final Wording NONE = new Wording(Optional.empty(), Duration.ZERO);
}

package dev.tenure.quartz;

import dev.tenure.config.OnHandOver;
import dev.tenure.election.Leadership;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How runs in progress live through a hand-over.
 *
 * @param runs whether they go on
 * @param session a leadership of this node that outlives that of the group, whose lease carries the
 *     right to record how the runs end; without one a hand-over waits for them. Asked on the thread
 *     of the stand-down; must not block
 */
public record HandOverRule(OnHandOver runs, Supplier<Optional<Leadership>> session) {

  /** A hand-over waits for the runs, and interrupts them after the grace. */
  public static final HandOverRule WAIT = new HandOverRule(OnHandOver.FINISH, Optional::empty);
}

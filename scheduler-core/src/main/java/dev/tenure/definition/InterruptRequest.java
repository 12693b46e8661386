package dev.tenure.definition;

import dev.tenure.model.RunId;
import java.time.Instant;

/**
 * Somebody asks for the interrupt of one run.
 *
 * @param id its name
 * @param run the run
 * @param who who asks, for people; may be empty
 * @param when when it was asked
 */
public record InterruptRequest(String id, RunId run, String who, Instant when) implements Request {

  /** Throws {@link IllegalArgumentException} for an id that is not fit for a key. */
  public InterruptRequest {
    Ids.check(id);
  }
}

package dev.tenure.definition;

import java.time.Instant;

/**
 * Somebody asks the leader of one term to hand over. Whoever leads another term has nothing to do
 * with it: else each leader in turn would hand over.
 *
 * @param id its name
 * @param term the term
 * @param who who asks, for people; may be empty
 * @param when when it was asked
 */
public record HandOverRequest(String id, long term, String who, Instant when) implements Request {

  /** Throws {@link IllegalArgumentException} for an id that is not fit for a key. */
  public HandOverRequest {
    Ids.check(id);
  }
}

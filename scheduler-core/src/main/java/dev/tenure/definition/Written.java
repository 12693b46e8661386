package dev.tenure.definition;

import dev.tenure.model.NodeName;
import java.time.Instant;

/**
 * Who wrote a value, and when by its own clock.
 *
 * @param by the node
 * @param at the instant
 */
public record Written(NodeName by, Instant at) {

  @Override
  public String toString() {
    return by + " at " + at;
  }
}

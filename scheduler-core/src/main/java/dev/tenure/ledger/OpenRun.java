package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Instant;
import java.util.Map;

/**
 * A run that is recorded as STARTED and whose end is not recorded yet.
 *
 * @param id its identity
 * @param kind why it is run
 * @param term the leadership that claimed it
 * @param node the node that claimed it
 * @param claimed when, by that node's wall clock; whole milliseconds
 * @param data what was passed to this run alone; empty for most
 */
public record OpenRun(
    RunId id, RunKind kind, Term term, String node, Instant claimed, Map<String, Object> data) {

  /** The scheduled instant. */
  public Instant slot() {
    return Instant.ofEpochMilli(id.slotMillis());
  }
}

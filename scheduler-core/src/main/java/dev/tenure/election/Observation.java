package dev.tenure.election;

import dev.tenure.model.Term;
import dev.tenure.store.Bytes;

/** Who leads, as seen by somebody who looks at the election. */
public sealed interface Observation {

  /**
   * A leader, with what it proclaims at present.
   *
   * @param key its key
   * @param term its term
   * @param value its value; a foreign candidate's may be any bytes
   */
  record Leader(String key, Term term, Bytes value) implements Observation {}

  /** Nobody leads. */
  record NoLeader() implements Observation {}
}

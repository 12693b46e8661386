package dev.tenure.definition;

/** What a key must be when it is changed. */
public sealed interface Expectation {

  /** Whatever it is: the change gives way to nobody. */
  Expectation ANY = new Any();

  /** Not there. */
  Expectation ABSENT = new Absent();

  /** As somebody saw it. */
  static Expectation as(Kept<?> seen) {
    return new Present(seen.modRevision());
  }

  /** Whatever it is. */
  record Any() implements Expectation {}

  /** Not there. */
  record Absent() implements Expectation {}

  /**
   * Unchanged since it was seen.
   *
   * @param modRevision the revision that had written it then
   */
  record Present(long modRevision) implements Expectation {}
}

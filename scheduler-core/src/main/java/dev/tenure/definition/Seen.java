package dev.tenure.definition;

/** How somebody who changes a job saw it last. */
public sealed interface Seen {

  /** It does not matter. */
  Seen ANYHOW = new Anyhow();

  /** There was none. */
  Seen NONE = new None();

  /** It does not matter. */
  record Anyhow() implements Seen {}

  /** There was none. */
  record None() implements Seen {}

  /** It was there, whatever it was. */
  record There() implements Seen {}

  /**
   * As it was at one time.
   *
   * @param revision its {@link DefinitionView#revision} then
   */
  record At(long revision) implements Seen {}
}

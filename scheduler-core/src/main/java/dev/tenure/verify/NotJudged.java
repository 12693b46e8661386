package dev.tenure.verify;

import java.time.Instant;

/**
 * What could not be judged.
 *
 * @param reason why not
 * @param triggers of how many triggers
 * @param upTo slots up to here, of the trigger of which the most is left out
 */
public record NotJudged(Reason reason, int triggers, Instant upTo) {

  /** Why slots are not judged. */
  public enum Reason {
    /** Runs as old as that are not kept: see {@code retention}. */
    RETENTION("older runs are not kept"),
    /** What the trigger or its calendar was before it was changed last is not kept. */
    CHANGED("the definition was changed or resumed then, and what it was before is not kept"),
    /** Its definition cannot be read, or makes no grid. */
    NO_GRID("the definition cannot be used"),
    /** Its job's state cannot be read. */
    NO_STATE("the job's state cannot be read");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** The reason in words. */
    public String sentence() {
      return sentence;
    }
  }
}

package dev.tenure.election;

import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.ProcessSign;
import java.time.Duration;

/**
 * The deletion of a key whose process was proved to be gone.
 *
 * @param key the key
 * @param createRevision its create revision; the term, if it led
 * @param endpoint where its process had listened
 * @param evidence what the proof rests on
 */
public record Eviction(String key, long createRevision, Endpoint endpoint, Evidence evidence) {

  /**
   * What proved a process to be gone.
   *
   * @param ended how the line to it ended
   * @param heldFor how long it had been held until then
   * @param refusals how many connections in a row were refused afterwards
   * @param within how long after the end of the line the last refusal came
   * @param process what the operating system said of the process
   */
  public record Evidence(
      String ended, Duration heldFor, int refusals, Duration within, ProcessSign process) {
    @Override
    public String toString() {
      return "its line, held for "
          + heldFor.toMillis()
          + " ms, ended ("
          + ended
          + "); then "
          + (refusals == 1 ? "1 connection was" : refusals + " connections were")
          + " refused within "
          + within.toMillis()
          + " ms; the process is "
          + (process == ProcessSign.GONE ? "gone from this machine" : "not to be seen from here");
    }
  }
}

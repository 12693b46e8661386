package dev.tenure.ledger;

import java.util.List;
import java.util.Map;

/**
 * All that the ledger keeps of one job, as of one moment.
 *
 * @param state where the job stood then
 * @param runs every ended run that is kept, in the order of their ends
 * @param skipped every range that is kept, in the order in which they were recorded
 * @param whole whether that is everything since the job's first run: nothing was too old to be kept
 * @param problems keys of parts that cannot be read, or lack something, and what is wrong with them
 */
public record JobPast(
    JobState state,
    List<FinishedRun> runs,
    List<SkippedRange> skipped,
    boolean whole,
    Map<String, String> problems) {

  public JobPast {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
    problems = Map.copyOf(problems);
  }
}

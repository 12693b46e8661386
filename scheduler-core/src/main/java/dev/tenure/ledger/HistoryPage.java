package dev.tenure.ledger;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a job's past.
 *
 * @param runs ended runs, the newest first
 * @param skipped ranges of skipped slots that were recorded among these runs, the newest first
 * @param next what to ask for to get the part before this one; empty at the beginning of what is
 *     kept
 */
public record HistoryPage(List<FinishedRun> runs, List<SkippedRange> skipped, OptionalLong next) {

  public HistoryPage {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
  }
}

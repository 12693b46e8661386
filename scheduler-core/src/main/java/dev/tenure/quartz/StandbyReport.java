package dev.tenure.quartz;

import java.util.List;

/**
 * How a stand-down ended. Nothing starts after it, whatever it says.
 *
 * @param stillRunning the runs that did not end although they were told to; the ledger hears of
 *     their end only if the term lasts until then
 */
public record StandbyReport(List<RunView> stillRunning) {
  public StandbyReport {
    stillRunning = List.copyOf(stillRunning);
  }
}

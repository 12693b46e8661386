package dev.tenure.quartz;

import java.util.List;

/**
 * How a stand-down ended. Nothing starts after it, whatever it says.
 *
 * @param stillRunning the runs that go on: handed over, so that the ledger hears of their end; or
 *     told to stop in vain, and then it does so only if the term lasts until then
 */
public record StandbyReport(List<RunView> stillRunning) {
  public StandbyReport {
    stillRunning = List.copyOf(stillRunning);
  }
}

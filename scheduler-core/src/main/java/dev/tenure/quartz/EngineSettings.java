package dev.tenure.quartz;

import dev.tenure.ledger.RunLedger;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.time.Duration;

/**
 * What an engine is told once.
 *
 * @param group the group whose jobs it runs
 * @param node the node it runs on
 * @param threads how many runs go on at a time; positive
 * @param batch how many runs are claimed at a time; 1 to {@value RunLedger#MAX_CLAIMS}; more than
 *     {@code threads} is never used
 * @param grace how long a stand-down that hands over waits for running jobs before it interrupts
 *     them
 * @param stopBudget how long a stand-down waits for jobs that were interrupted
 * @param timeoutGrace how long a run may go on after its time-out's interrupt before a second one,
 *     and after that before it counts as stuck
 * @param catchUpRate how many missed slots are run in a second at most; positive
 */
public record EngineSettings(
    GroupName group,
    NodeName node,
    int threads,
    int batch,
    Duration grace,
    Duration stopBudget,
    Duration timeoutGrace,
    int catchUpRate) {

  /** Throws {@link IllegalArgumentException} that names the setting that is out of range. */
  public EngineSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, is " + threads);
    }
    if (batch < 1 || batch > RunLedger.MAX_CLAIMS) {
      throw new IllegalArgumentException(
          "batch must be 1 to " + RunLedger.MAX_CLAIMS + ", is " + batch);
    }
    if (catchUpRate < 1) {
      throw new IllegalArgumentException("catch-up-rate must be at least 1, is " + catchUpRate);
    }
  }
}

package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.ledger.Claim;
import dev.tenure.ledger.ClaimResult;
import dev.tenure.ledger.Forgotten;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.WriteResult;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as a led term writes it. When the fence refuses a write the listener hears of it
 * before the writer does, once for each leadership. Thread-safe; nothing blocks.
 */
final class EngineLedger {

  private static final Logger log = LoggerFactory.getLogger(EngineLedger.class);

  private final RunLedger ledger;
  private final RunListener listener;
  private final AtomicReference<@Nullable Leadership> told = new AtomicReference<>();
  private final AtomicReference<@Nullable Leadership> begun = new AtomicReference<>();

  EngineLedger(RunLedger ledger, RunListener listener) {
    this.ledger = ledger;
    this.listener = listener;
  }

  CompletionStage<ClaimResult> claim(Leadership leadership, List<Claim> claims) {
    return ledger
        .claim(leadership, claims)
        .thenApply(
            result -> {
              if (result instanceof ClaimResult.Fenced) {
                fenced(leadership);
              } else if (result instanceof ClaimResult.Claimed claimed) {
                claimed(leadership, claimed.runs().size());
              }
              return result;
            });
  }

  CompletionStage<WriteResult> complete(Leadership leadership, RunOutcome... outcomes) {
    return ledger.complete(leadership, outcomes).thenApply(result -> judged(leadership, result));
  }

  CompletionStage<WriteResult> recordSkipped(Leadership leadership, List<Skipped> skipped) {
    return ledger
        .recordSkipped(leadership, skipped)
        .thenApply(result -> judged(leadership, result));
  }

  CompletionStage<WriteResult> forget(Leadership leadership, List<Forgotten> forgotten) {
    return ledger.forget(leadership, forgotten).thenApply(result -> judged(leadership, result));
  }

  /** Asks the node that finishes a run of an older term to interrupt it; whether there is one. */
  CompletionStage<Boolean> interrupt(Leadership leadership, RunId run, String reason) {
    return ledger.interrupt(leadership, run, reason);
  }

  /** The runs of a job that older terms began and that are open. */
  List<RunId> openBefore(Leadership leadership, JobName job) {
    return ledger.state(job).map(JobState::open).orElse(List.of()).stream()
        .filter(run -> !run.term().equals(leadership.term()))
        .map(OpenRun::id)
        .toList();
  }

  private WriteResult judged(Leadership leadership, WriteResult result) {
    if (result instanceof WriteResult.Fenced) {
      fenced(leadership);
    }
    return result;
  }

  private void fenced(Leadership leadership) {
    if (told.getAndSet(leadership) != leadership) {
      tell(() -> listener.onFenced(leadership));
    }
  }

  private void claimed(Leadership leadership, int runs) {
    if (begun.getAndSet(leadership) != leadership) {
      tell(() -> listener.onFirstClaim(leadership, runs));
    }
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("a run listener failed", e);
    }
  }
}

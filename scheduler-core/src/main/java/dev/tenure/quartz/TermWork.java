package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.Forgotten;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.WriteResult;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one term does about what the desk finds. Called on the desk's loop; never blocks. */
final class TermWork implements DueDesk.Leader {

  private static final Logger log = LoggerFactory.getLogger(TermWork.class);

  private static final String REPLACED = "replaced by a newer run of the job";

  private final Leadership leadership;
  private final EngineLedger ledger;
  private final FinishedTriggers finished;
  private final RunningRuns running;
  private final Consumer<Instant> signal;
  private final Consumer<Skipped> skips;

  /**
   * The work of a term.
   *
   * @param finished removes triggers that have done their part
   * @param signal wakes Quartz's thread
   * @param skips hears of slots that are passed over
   */
  TermWork(
      Leadership leadership,
      EngineLedger ledger,
      FinishedTriggers finished,
      RunningRuns running,
      Consumer<Instant> signal,
      Consumer<Skipped> skips) {
    this.leadership = leadership;
    this.ledger = ledger;
    this.finished = finished;
    this.running = running;
    this.signal = signal;
    this.skips = skips;
  }

  @Override
  public void signal(Instant candidate) {
    signal.accept(candidate);
  }

  @Override
  public CompletionStage<Boolean> record(List<Skipped> skipped) {
    return ledger
        .recordSkipped(leadership, skipped)
        .thenApply(
            result -> {
              boolean written = result instanceof WriteResult.Written;
              if (written) {
                skipped.forEach(skips);
              }
              return written;
            });
  }

  @Override
  public void replace(List<JobName> jobs) {
    for (JobName job : jobs) {
      running.interrupt(job, REPLACED);
      ledger
          .openBefore(leadership, job)
          .forEach(run -> ledger.interrupt(leadership, run, REPLACED));
    }
  }

  /**
   * First the trigger, then its account: a leader that comes in between finds an orphan at most.
   */
  @Override
  public void finished(List<TriggerSpec> triggers) {
    for (int from = 0; from < triggers.size(); from += Change.MAX_OPS / 2) {
      remove(triggers.subList(from, Math.min(triggers.size(), from + Change.MAX_OPS / 2)));
    }
  }

  private void remove(List<TriggerSpec> triggers) {
    List<TriggerName> names = triggers.stream().map(TriggerSpec::name).toList();
    log.debug("triggers {} are finished and removed", names);
    finished
        .remove(triggers, change -> change.under(leadership))
        .thenAccept(
            removal -> {
              if (removal.removed().isEmpty()) {
                log.debug("triggers {} stay for now: {}", names, removal.result().message());
              } else {
                ledger.forget(
                    leadership,
                    triggers.stream()
                        .filter(t -> removal.removed().contains(t.name()))
                        .map(t -> Forgotten.trigger(t.job(), t.name()))
                        .toList());
              }
            });
  }
}

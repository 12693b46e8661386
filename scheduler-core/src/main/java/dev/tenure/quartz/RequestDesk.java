package dev.tenure.quartz;

import dev.tenure.definition.Definitions;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.election.Leadership;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the leader is asked to do apart from running jobs: interrupts runs, and turns down what
 * can never be done. Runs that are asked for are due like slots. Thread-safe; never blocks.
 */
final class RequestDesk {

  private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);

  private final Definitions definitions;
  private final EngineLedger ledger;
  private final RunningRuns running;
  private final AtomicReference<@Nullable Leadership> leading = new AtomicReference<>();

  RequestDesk(Definitions definitions, EngineLedger ledger, RunningRuns running) {
    this.definitions = definitions;
    this.ledger = ledger;
    this.running = running;
  }

  /** This node leads: what was asked for before, and from now on, is its business. */
  void lead(Leadership leadership) {
    leading.set(leadership);
    List.copyOf(definitions.view().requests()).forEach(this::consider);
  }

  void standBy() {
    leading.set(null);
  }

  void consider(Kept<Request> request) {
    Leadership leadership = leading.get();
    if (leadership == null) {
      return;
    }
    if (request.value() instanceof InterruptRequest interrupt) {
      interrupt(leadership, interrupt, request);
      return;
    }
    Optional<String> done = done(request.value());
    if (done.isPresent()) {
      log.info("{}", done.get());
      definitions.forget(leadership, List.of(request));
    }
  }

  /** Here, or on the node that finishes what an older term began. */
  private void interrupt(Leadership leadership, InterruptRequest asked, Kept<Request> request) {
    String who = who(asked);
    String reason = "interrupted on request" + who;
    if (running.interrupt(asked.run(), reason)) {
      log.info("run {} is interrupted on request{}", asked.run(), who);
      definitions.forget(leadership, List.of(request));
      return;
    }
    ledger
        .interrupt(leadership, asked.run(), reason)
        .thenAccept(
            elsewhere -> {
              log.info(
                  elsewhere
                      ? "run {} is to be interrupted on request{}: its node is told"
                      : "run {} is to be interrupted on request{}, and is not in progress: it has"
                          + " ended, or is told as soon as it begins",
                  asked.run(),
                  who);
              definitions.forget(leadership, List.of(request));
            });
  }

  private static String who(Request request) {
    return request.who().isEmpty() ? "" : " by " + request.who();
  }

  /** What was done about it, for the log; empty for what the queue deals with. */
  private Optional<String> done(Request request) {
    if (!(request instanceof RunRequest run)) {
      return Optional.empty();
    }
    return definitions.view().job(run.job()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "a run of job " + run.job() + " is asked for" + who(run) + ", which is not there");
  }
}

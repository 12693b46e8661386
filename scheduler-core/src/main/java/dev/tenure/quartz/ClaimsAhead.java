package dev.tenure.quartz;

import dev.tenure.ledger.ClaimResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.OperableTrigger;

/**
 * The next batch, whose claims are under way while the one before it is handed to Quartz: under
 * load the store and this node work at the same time, and not in turns. One at most, and it stays
 * inside the gate, so that nobody believes that nothing is claimed any more.
 *
 * <p>Thread-safe; nothing blocks.
 */
final class ClaimsAhead {

  /**
   * A batch.
   *
   * @param pass under which it is claimed; whoever takes the batch closes it
   * @param wanted what is claimed, in the order in which Quartz gets it
   * @param answer of the ledger
   */
  record Batch(Gate.Pass pass, List<Wanted> wanted, CompletableFuture<ClaimResult> answer) {

    private boolean isOf(List<OperableTrigger> triggers) {
      return triggers.size() == wanted.size() && holds(triggers.get(0));
    }

    private boolean holds(OperableTrigger trigger) {
      return wanted.stream().anyMatch(one -> one.trigger() == trigger);
    }

    private List<ClaimedRun> runs() {
      return wanted.stream().map(Wanted::run).toList();
    }
  }

  private final ClaimDesk claims;
  private final AtomicReference<@Nullable Batch> next = new AtomicReference<>();

  ClaimsAhead(ClaimDesk claims) {
    this.claims = claims;
  }

  /** Whether there is one. */
  boolean isThere() {
    return next.get() != null;
  }

  /** Claims a batch that is started next. */
  void claim(Gate.Pass pass, List<Wanted> wanted) {
    Batch batch =
        new Batch(pass, wanted, claims.ask(pass, wanted.stream().map(Wanted::run).toList()));
    next.set(batch);
    // Whoever shuts the gate drops what there is then, and may have been before this one.
    if (!pass.open()) {
      drop();
    }
  }

  /** The triggers of the batch, to be fired next; empty if there is none. */
  List<DueTrigger> triggers() {
    Batch batch = next.get();
    return batch == null ? List.of() : batch.wanted().stream().map(Wanted::trigger).toList();
  }

  /** The batch, if it is the one of these triggers. */
  Optional<Batch> take(List<OperableTrigger> triggers) {
    Batch batch = next.get();
    return batch != null && batch.isOf(triggers) && next.compareAndSet(batch, null)
        ? Optional.of(batch)
        : Optional.empty();
  }

  /** Quartz does not fire one of the triggers: then none of them is. */
  void released(OperableTrigger trigger) {
    Batch batch = next.get();
    if (batch != null && batch.holds(trigger)) {
      drop();
    }
  }

  /** Starts nothing of the batch; what was claimed, or still is, is recorded as not started. */
  void drop() {
    Batch batch = next.getAndSet(null);
    if (batch != null) {
      claims.handBack(batch.pass(), batch.runs(), batch.answer());
      batch.pass().close();
    }
  }
}

package dev.tenure.ledger;

import dev.tenure.model.JobName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The first thing in a term: open it, know everything older, then close what older terms left open.
 *
 * <p>The two first go side by side. A leadership is proved by a read that found nobody ahead, so
 * the keys of older leaders were gone then, and with them their fences: whatever they wrote, and
 * whatever right they left, is there for every later read. Another writer of the same term is found
 * by the key of the entry that opens it, which must be free.
 */
final class Takeover {

  private final TermBook book;
  private final LedgerParts parts;
  private final LedgerIndex index;
  private final Settlement settlement;
  private final InheritedRights inherited;
  private final CompletionStage<Boolean> ruleKnows;
  private final CompletableFuture<TakeoverResult> result = new CompletableFuture<>();

  Takeover(
      TermBook book,
      LedgerParts parts,
      Settlement settlement,
      InheritedRights inherited,
      CompletionStage<Boolean> ruleKnows) {
    this.book = book;
    this.parts = parts;
    this.index = parts.index();
    this.settlement = settlement;
    this.inherited = inherited;
    this.ruleKnows = ruleKnows;
  }

  CompletableFuture<TakeoverResult> result() {
    return result;
  }

  void begin() {
    book.leadership()
        .ended()
        .whenCompleteAsync((nothing, thrown) -> giveUp("ended before it was open"), parts.loop());
    parts.tail().follow().whenCompleteAsync((nothing, thrown) -> open(), parts.loop());
  }

  private void giveUp(String why) {
    result.complete(
        new TakeoverResult.NotTakenOver("term " + book.leadership().term() + " " + why));
  }

  private void open() {
    Work opening = Work.opening(book.leadership().lease());
    book.submit(opening);
    CompletableFuture<Void> rights = inherited.read();
    CompletableFuture<Void> older =
        parts.tail().catchUpTo(opening.done().thenApply(fate -> book.openingEntry()));
    opening
        .done()
        .thenAccept(
            fate -> {
              if (fate instanceof Work.Durable) {
                await(older, rights);
              } else {
                giveUp("ended before it was open");
              }
            });
  }

  private void await(CompletableFuture<Void> older, CompletableFuture<Void> rights) {
    older
        .thenCompose(
            done ->
                index.unreadable().isEmpty()
                    ? CompletableFuture.<Void>completedFuture(null)
                    : parts.tail().readAll())
        .thenCompose(done -> rights)
        .thenCompose(done -> ruleKnows)
        .whenCompleteAsync((known, thrown) -> takeIn(thrown == null && known), parts.loop());
  }

  /** First what older leaders have reported since; only what is open then can be an orphan. */
  private void takeIn(boolean known) {
    if (!known) {
      giveUp("ended before the definitions of its jobs were known");
      return;
    }
    if (book.isClosed()) {
      giveUp("ended before old runs were settled");
      return;
    }
    book.opened();
    inherited.takeIn().whenCompleteAsync((nothing, thrown) -> settle(), parts.loop());
  }

  private void settle() {
    List<OpenRun> orphans = new ArrayList<>();
    for (JobState state : index.states().values()) {
      for (OpenRun run : state.open()) {
        if (!run.term().equals(book.leadership().term()) && !inherited.covers(run.term())) {
          orphans.add(run);
        }
      }
    }
    settlement
        .settle(orphans, term -> index.lease(term.number()))
        .thenAccept(done -> settled(orphans, done));
  }

  private void settled(List<OpenRun> orphans, boolean done) {
    if (!done) {
      giveUp("ended while old runs were being settled");
      return;
    }
    Map<JobName, String> unreadable = Map.copyOf(index.unreadable());
    result.complete(new TakeoverResult.TakenOver(index.states(), orphans, unreadable));
  }
}

package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.json.JsonWriter;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is still to come of older terms, as a new leader deals with it: the ends that their nodes
 * report go into the journal, in one transaction with the deletion of the report; and when a right
 * to report is gone, what is open of its term is settled.
 *
 * <p>While a term lasts no right is added, as only a leader can put one. So there is nothing to
 * follow once the last of them is gone. Confined to the ledger's loop.
 */
final class InheritedRights implements PrefixFollower.Listener {

  private static final Logger log = LoggerFactory.getLogger(InheritedRights.class);

  private final TermBook book;
  private final LedgerParts parts;
  private final Settlement settlement;
  private final JournalJson journal;
  private final PrefixFollower follower;
  private final CompletableFuture<Void> read = new CompletableFuture<>();

  /** The keys of the rights that are there. */
  private final Map<Term, Entry> rights = new HashMap<>();

  /** Per term, what was submitted of its reports: what comes later waits for it. */
  private final Map<Term, CompletableFuture<?>> taken = new HashMap<>();

  /** Reports that were submitted, by the revision that wrote them. */
  private final Map<String, Long> seen = new HashMap<>();

  private final Map<String, CompletableFuture<Boolean>> interrupts = new HashMap<>();

  /** Terms without a right beside which requests to interrupt are left. */
  private final Set<Term> littered = new HashSet<>();

  private final List<Runnable> early = new ArrayList<>();
  private boolean open;

  InheritedRights(TermBook book, LedgerParts parts, Settlement settlement) {
    this.book = book;
    this.parts = parts;
    this.settlement = settlement;
    journal = new JournalJson(parts.scope().group(), parts.names());
    follower =
        new PrefixFollower(parts, parts.scope().layout().completions(parts.scope().group()), this);
  }

  boolean isOf(Leadership leadership) {
    return book.leadership() == leadership;
  }

  /** Begins to read; completes when it is known what is there. */
  CompletableFuture<Void> read() {
    book.leadership().ended().whenCompleteAsync((nothing, thrown) -> stop(), parts.loop());
    follower.start();
    return read;
  }

  /**
   * The journal may be written now: what was reported is taken in, and from now on as it comes.
   * Completes when that which was read is dealt with.
   */
  CompletableFuture<Void> takeIn() {
    open = true;
    List.copyOf(early).forEach(Runnable::run);
    early.clear();
    rights.keySet().forEach(this::sayThatItGoesOn);
    stopWhenDone();
    return CompletableFuture.allOf(taken.values().toArray(CompletableFuture<?>[]::new));
  }

  private void sayThatItGoesOn(Term term) {
    log.info(
        "group {}: {} runs of term {} go on, and their node reports how they end",
        parts.scope().group(),
        openRuns(term).size(),
        term);
  }

  /** Whether somebody may still report how runs of the term end. */
  boolean covers(Term term) {
    return rights.containsKey(term);
  }

  void stop() {
    follower.stop();
  }

  private void stopWhenDone() {
    if (open && rights.isEmpty()) {
      follower.stop();
    }
  }

  @Override
  public void all(Map<String, Entry> present) {
    Set<Term> there = new HashSet<>();
    for (Entry entry : present.values()) {
      CompletionKey key = CompletionKey.parse(parts.scope(), entry.key()).orElse(null);
      if (key instanceof CompletionKey.Right right) {
        there.add(right.term());
      }
    }
    present.values().forEach(this::written);
    List<Term> vanished = new ArrayList<>(rights.keySet());
    vanished.removeAll(there);
    vanished.forEach(this::gone);
    later(this::sweep);
    read.complete(null);
  }

  @Override
  public void changed(WatchEvent event) {
    if (event instanceof WatchEvent.Written written) {
      written(written.entry());
    } else if (CompletionKey.parse(parts.scope(), event.key()).orElse(null)
        instanceof CompletionKey.Right right) {
      gone(right.term());
    }
  }

  private void later(Runnable act) {
    if (open) {
      act.run();
    } else {
      early.add(act);
    }
  }

  private void written(Entry entry) {
    CompletionKey key = CompletionKey.parse(parts.scope(), entry.key()).orElse(null);
    boolean endless = key instanceof CompletionKey.Right && entry.lease().equals(LeaseId.NONE);
    if (key == null || endless || key.term().number() >= entry.modRevision()) {
      parts.index().strangeKey(entry.key());
    } else if (key instanceof CompletionKey.Right right) {
      rights.put(right.term(), entry);
    } else if (key instanceof CompletionKey.Ends ends) {
      later(() -> take(ends, entry));
    } else if (!key.term().equals(book.leadership().term())) {
      littered.add(key.term());
    }
  }

  /** Whatever becomes of the runs, the report is not needed after it. */
  private void take(CompletionKey.Ends ends, Entry entry) {
    Long before = seen.put(entry.key(), entry.modRevision());
    if (before != null && before == entry.modRevision()) {
      return;
    }
    List<Intent> intents = new ArrayList<>();
    try {
      Position position = new Position(ends.term().number(), ends.sequence());
      for (JournalRecord record : journal.read(position, entry.value()).records()) {
        if (record instanceof JournalRecord.Ended end) {
          intents.add(
              new Intent.Plain(new JournalRecord.Ended(end.outcome(), Optional.of(ends.term()))));
        }
      }
    } catch (IllegalArgumentException e) {
      parts.index().strange().add(entry.key());
      log.error(
          "key {} is not what Tenure writes: {}. What it reported is not known, and the key is"
              + " left as it is",
          entry.key(),
          e.getMessage());
      return;
    }
    Work work = Work.record(intents, List.of(new Commit.Delete(entry.key())));
    CompletableFuture<?> done = work.done().thenRun(() -> seen.remove(entry.key()));
    taken.merge(ends.term(), done, CompletableFuture::allOf);
    book.submit(work);
  }

  private void gone(Term term) {
    if (rights.containsKey(term)) {
      later(() -> settle(term));
    }
  }

  /** Nothing comes of the term any more: what is open after all its reports was cut off. */
  private void settle(Term term) {
    Entry right = rights.remove(term);
    if (right == null) {
      return;
    }
    stopWhenDone();
    CompletableFuture<?> reports = taken.remove(term);
    CompletableFuture<Void> done =
        (reports == null ? CompletableFuture.<Void>completedFuture(null) : reports)
            .thenComposeAsync(
                nothing -> settlement.settle(openRuns(term), ignored -> Optional.of(right.lease())),
                parts.loop())
            .thenAcceptAsync(
                settled -> {
                  if (settled) {
                    sweep();
                  }
                },
                parts.loop());
    taken.put(term, done);
  }

  /** Requests to interrupt runs that have ended, or were cut off. */
  private void sweep() {
    List<Term> swept = littered.stream().filter(term -> !rights.containsKey(term)).toList();
    for (Term term : swept) {
      littered.remove(term);
      String under = parts.scope().layout().completionInterrupts(parts.scope().group(), term);
      book.submit(Work.record(List.of(), List.of(Commit.DeleteRange.under(under))));
    }
  }

  private List<OpenRun> openRuns(Term term) {
    return parts.index().states().values().stream()
        .flatMap(state -> state.open().stream())
        .filter(run -> run.term().equals(term))
        .toList();
  }

  /**
   * Tells the node that finishes the run to interrupt it; once.
   *
   * @return whether it is told, or was
   */
  CompletableFuture<Boolean> interrupt(RunId run, String reason) {
    Entry right =
        parts
            .index()
            .stateOf(run.job())
            .openRun(run)
            .map(OpenRun::term)
            .map(rights::get)
            .orElse(null);
    if (right == null || book.isTermOver()) {
      return CompletableFuture.completedFuture(false);
    }
    Term term = parts.scope().termOfRight(right.key()).orElseThrow();
    String key = parts.scope().layout().completionInterrupt(parts.scope().group(), term, run);
    CompletableFuture<Boolean> told = interrupts.get(key);
    if (told == null) {
      Bytes value =
          Bytes.of(
              new JsonWriter()
                  .object()
                  .text("node", parts.scope().node().value())
                  .text("reason", reason)
                  .end()
                  .toBytes());
      Commit put =
          new Commit(
              List.of(
                  book.leadership().fence(),
                  new Commit.CreatedAt(right.key(), right.createRevision())),
              List.of(new Commit.Put(key, value, LeaseId.NONE)));
      told =
          SureCommit.send(parts, put, () -> !book.isTermOver())
              .handle(
                  (answer, thrown) ->
                      thrown == null && answer.result() instanceof CommitResult.Committed);
      interrupts.put(key, told);
      littered.add(term);
    }
    return told;
  }
}

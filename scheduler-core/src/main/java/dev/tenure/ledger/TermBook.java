package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one term writes, one transaction after another: entries of the journal, and between them the
 * steps of a fold.
 *
 * <p>One transaction is under way at a time; what arrives meanwhile goes together into the next
 * entry. A lost answer is resolved by sending the same transaction again: either it is applied now,
 * or the refusal shows that it was applied before, or that the fence is gone. All of them compare
 * the fold marker, which every fold moves, so that a late duplicate cannot bring back what was
 * folded and deleted; and each entry compares that its key is free, so that a term cannot write
 * past an entry that it has not seen.
 *
 * <p>Confined to its loop.
 */
final class TermBook {

  private static final Logger log = LoggerFactory.getLogger(TermBook.class);

  /** How long an entry may be before nothing more is added; well below etcd's 1.5 MiB. */
  private static final int MAX_BYTES = 700_000;

  private static final int MIN_BYTES = 20_000;

  /** Nobody was fenced: the term is given up, and may be held for a moment longer. */
  private static final String HANDED_OVER = "the term is handed over";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Leadership leadership;
  private final Store store;
  private final LedgerScope scope;
  private final LedgerIndex index;
  private final JournalTail tail;
  private final EventLoop loop;
  private final Clock clock;
  private final RandomGenerator random;
  private final Folding folding;
  private final WorkQueue queue;
  private final Set<RequestRef> goneRequests = new HashSet<>();
  private @Nullable Flight flight;
  private boolean ambiguous;
  private Work.@Nullable Fate over;
  private boolean pausing;
  private boolean foldedLast;
  private boolean foldWaits;

  private int maxBytes = MAX_BYTES;

  /** As it was written, where the answer said so. */
  private Optional<Entry> openingEntry = Optional.empty();

  private @Nullable CompletableFuture<Boolean> finishing;

  /** A leadership that is not held may be held again; one that is over is over. */
  private volatile boolean termOver;

  private final StoreTrouble trouble;

  TermBook(Leadership leadership, LedgerParts parts) {
    this.leadership = leadership;
    store = parts.store();
    scope = parts.scope();
    index = parts.index();
    tail = parts.tail();
    loop = parts.loop();
    clock = parts.clock();
    random = parts.random();
    folding = new Folding(this, parts);
    queue = new WorkQueue(loop, parts.settings().linger(), this::pump);
    trouble = new StoreTrouble(leadership, scope);
    leadership.ended().whenComplete((nothing, thrown) -> termOver = true);
  }

  Leadership leadership() {
    return leadership;
  }

  boolean isTermOver() {
    return termOver;
  }

  /** Whether it writes no more. */
  boolean isClosed() {
    return over != null;
  }

  /** The entry that opened the term; empty before that, and when its revision is not known. */
  Optional<Entry> openingEntry() {
    return openingEntry;
  }

  /** The term is open and everything older is known: from now on what is written is also folded. */
  void opened() {
    folding.start();
  }

  /**
   * Ends the term's writing in good order: what was asked for so far, and ends that come until
   * then, are written; claims are turned down. Completes, on the loop, with true when all of it is
   * durable and nothing follows, with false when the term ended first.
   */
  CompletableFuture<Boolean> finish() {
    loop.requireInLoop();
    if (over != null) {
      return CompletableFuture.completedFuture(false);
    }
    if (finishing == null) {
      finishing = new CompletableFuture<>();
      pump();
    }
    return finishing;
  }

  /** Takes up the writing again that was finished, but for folds: there was no hand-over. */
  void reopen() {
    over = null;
    finishing = null;
    pump();
  }

  /** Another book takes over; what is under way may still be applied, and is not answered for. */
  void close() {
    if (over == null) {
      endAll(new Work.Fenced());
      folding.stop();
    }
  }

  void submit(Work work) {
    add(work);
    pump();
  }

  /** To be followed by {@link #pump}. */
  void add(Work work) {
    loop.requireInLoop();
    if (over != null) {
      work.done().complete(over);
      return;
    }
    queue.add(work);
  }

  void pump() {
    while (flight == null && !pausing && over == null) {
      if (!tail.isLive()) {
        await(tail.follow());
        return;
      }
      if (finishing != null) {
        dropClaims(new Work.Unknown(HANDED_OVER));
      } else if (!leadership.held()) {
        dropClaims(termOver ? new Work.Fenced() : new Work.Failed(inDoubt()));
      }
      if (!next()) {
        return;
      }
    }
  }

  private void await(CompletableFuture<Void> ready) {
    pausing = true;
    ready.whenCompleteAsync((nothing, thrown) -> resume(), loop);
  }

  private boolean next() {
    if (index.high().term() > leadership.term().number()) {
      doubt();
      return false;
    }
    if (finishing != null && queue.isEmpty()) {
      over = new Work.Unknown(HANDED_OVER);
      folding.stop();
      finishing.complete(true);
      return false;
    }
    boolean foldsNow =
        finishing == null
            && folding.isActive()
            && leadership.held()
            && (queue.isEmpty() || !foldedLast);
    foldedLast = foldsNow;
    if (foldsNow) {
      begin(folding.next());
      return true;
    }
    if (queue.isEmpty()) {
      foldOnceHeld();
      return false;
    }
    if (finishing == null && queue.lingers()) {
      return false;
    }
    load();
    queue.taken();
    return true;
  }

  /**
   * There is an entry of a later term. Either that term is true, and this one over, or somebody has
   * written the entry by hand; then nothing can be put behind it, and before it nobody would see
   * it.
   */
  private void doubt() {
    pausing = true;
    commit(new Commit(List.of(leadership.fence()), List.of()))
        .whenCompleteAsync(
            (result, thrown) -> {
              if (result instanceof CommitResult.Refused) {
                end(new Work.Fenced());
                return;
              }
              if (result instanceof CommitResult.Committed && over == null) {
                log.error(
                    "key {} says that there is a later term than the leader's, {}: somebody else"
                        + " wrote it. Nothing is recorded, and nothing starts, until it is deleted",
                    scope.entry(index.high()),
                    leadership.term());
              }
              loop.schedule(LOOK_AGAIN, () -> await(tail.readAll()));
            },
            loop);
  }

  /** A fold waits while the term is in doubt, though nobody asks for anything then. */
  private void foldOnceHeld() {
    if (folding.isActive() && !termOver && !foldWaits) {
      foldWaits = true;
      loop.schedule(
          Duration.ofSeconds(1),
          () -> {
            foldWaits = false;
            pump();
          });
    }
  }

  private void load() {
    List<Work> waiting = List.copyOf(queue.works());
    try {
      Append append = Append.load(queue.works(), scope, index, facts(), goneRequests, maxBytes);
      if (append.isEmpty()) {
        append.tellWorks();
      } else {
        begin(append);
      }
    } catch (RuntimeException e) {
      log.error("the ledger could not form an entry; this is a defect, please report it", e);
      waiting.stream()
          .filter(work -> !queue.works().contains(work))
          .forEach(work -> failed(work, e));
    }
  }

  private static void failed(Work work, RuntimeException e) {
    work.done().complete(new Work.Failed(Pages.storeException(e)));
  }

  private EntryFacts facts() {
    Position last = index.high();
    long term = leadership.term().number();
    Position position = last.term() == term ? last.next() : new Position(term, 1);
    return new EntryFacts(
        scope.group(), position, scope.node().value(), Millis.floor(clock.instant()));
  }

  private void begin(Flight next) {
    flight = next;
    ambiguous = false;
    send(next);
  }

  private void send(Flight sent) {
    commit(sent).whenCompleteAsync((result, thrown) -> answered(sent, result, thrown), loop);
  }

  private CompletionStage<CommitResult> commit(Flight sent) {
    List<Commit.Guard> guards = new ArrayList<>(sent.guards());
    guards.add(leadership.fence());
    long marker = index.markerRevision();
    guards.add(
        marker == 0
            ? new Commit.Absent(scope.marker())
            : new Commit.ModifiedAt(scope.marker(), marker));
    return commit(new Commit(guards, sent.writes()));
  }

  /** A store that is being closed may throw; that too is an answer. */
  private CompletionStage<CommitResult> commit(Commit commit) {
    try {
      return store.commit(commit);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(Flight sent, @Nullable CommitResult result, @Nullable Throwable thrown) {
    if (flight != sent) {
      return;
    }
    if (result instanceof CommitResult.Committed committed) {
      if (sent instanceof Append append && append.opens()) {
        openingEntry = Optional.of(append.entryAt(committed.revision()));
      }
      written(sent, committed.revision());
    } else if (result instanceof CommitResult.Refused refused) {
      refused(sent, refused);
    } else if (result instanceof CommitResult.OutcomeUnknown unknown) {
      ambiguous = true;
      again(sent, unknown.cause());
    } else {
      failed(sent, Pages.storeException(thrown));
    }
  }

  private void written(Flight sent, long revision) {
    trouble.over();
    maxBytes = Math.min(MAX_BYTES, maxBytes * 2);
    flight = null;
    sent.committed(revision);
    if (sent instanceof Append) {
      goneRequests.clear();
      folding.appended();
    }
    pump();
  }

  private void refused(Flight sent, CommitResult.Refused refused) {
    Entry leader = refused.guarded().get(leadership.key());
    if (leader == null || leader.createRevision() != leadership.term().number()) {
      end(
          ambiguous
              ? new Work.Unknown("the term ended before a lost answer was made up for")
              : new Work.Fenced());
      return;
    }
    Entry marker = refused.guarded().get(scope.marker());
    long markerRevision = marker == null ? 0 : marker.modRevision();
    if (sent.wasApplied(refused)) {
      written(sent, markerRevision);
      return;
    }
    if (markerRevision != index.markerRevision()) {
      log.warn(
          "key {} was changed or deleted by somebody else at revision {}; the leader's next fold"
              + " replaces it",
          scope.marker(),
          markerRevision);
      index.markerAt(markerRevision);
    }
    if (sent instanceof Append append) {
      anew(append, refused);
    } else {
      send(sent);
    }
  }

  /**
   * Nothing of the entry was written, nor ever will be: it is formed anew from what is true now.
   */
  private void anew(Append append, CommitResult.Refused refused) {
    goneRequests.addAll(append.missing(refused));
    flight = null;
    queue.putBack(append.works());
    if (append.isTaken(refused)) {
      log.warn(
          "journal entry {} was written by somebody else; the leader reads it and goes on",
          scope.entry(append.position()));
      await(tail.catchUp());
    } else {
      pump();
    }
  }

  private void failed(Flight sent, StoreException cause) {
    if (cause.kind() == StoreException.Kind.UNAVAILABLE || ambiguous) {
      again(sent, cause);
      return;
    }
    trouble.met(cause);
    if (cause.kind() == StoreException.Kind.LIMIT) {
      maxBytes = Math.max(MIN_BYTES, maxBytes / 2);
    }
    flight = null;
    if (sent instanceof Append append) {
      List<Work> kept = new ArrayList<>();
      for (Work work : append.works()) {
        if (work.claim()) {
          work.done().complete(new Work.Failed(cause));
        } else {
          kept.add(work);
        }
      }
      queue.putBack(kept);
    } else {
      folding.putOff();
    }
    if (!queue.isEmpty() && termOver) {
      endAll(new Work.Unknown(cause.toString()));
    } else {
      pausing = true;
      loop.schedule(trouble.pause(random), this::resume);
    }
  }

  private void resume() {
    pausing = false;
    pump();
  }

  private void again(Flight sent, StoreException cause) {
    trouble.met(cause);
    if (termOver) {
      end(new Work.Unknown(cause.toString()));
      return;
    }
    loop.schedule(
        trouble.pause(random),
        () -> {
          if (flight == sent) {
            send(sent);
          }
        });
  }

  private void end(Work.Fate fate) {
    List<Work> sent = flight instanceof Append append ? append.works() : List.of();
    flight = null;
    over = new Work.Fenced();
    folding.stop();
    sent.forEach(work -> work.done().complete(fate));
    endAll(new Work.Fenced());
  }

  private void endAll(Work.Fate fate) {
    over = new Work.Fenced();
    if (flight instanceof Append append) {
      append.works().forEach(work -> work.done().complete(new Work.Unknown("the term was left")));
    }
    flight = null;
    queue.takeAll().forEach(work -> work.done().complete(fate));
    if (finishing != null) {
      finishing.complete(false);
    }
  }

  private void dropClaims(Work.Fate fate) {
    queue.takeClaims().forEach(work -> work.done().complete(fate));
  }

  private StoreException inDoubt() {
    return new StoreException(
        StoreException.Kind.UNAVAILABLE,
        "term " + leadership.term() + " is in doubt until its session is renewed",
        null);
  }
}

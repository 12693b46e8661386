package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first thing in a term: open it, know everything older, then close what older terms left open.
 */
final class Takeover {

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);
  private static final int NAMED_LOST_RUNS = 10;
  private static final int RUNS_AT_ONCE = 500;

  private final TermBook book;
  private final LedgerParts parts;
  private final LedgerIndex index;
  private final OrphanRule rule;
  private final CompletionStage<Boolean> ruleKnows;
  private final CompletableFuture<TakeoverResult> result = new CompletableFuture<>();
  private final List<OpenRun> orphans = new ArrayList<>();
  private final Set<OpenRun> reruns = new HashSet<>();
  private final Set<Long> provenGone = new HashSet<>();

  Takeover(TermBook book, LedgerParts parts, OrphanRule rule, CompletionStage<Boolean> ruleKnows) {
    this.book = book;
    this.parts = parts;
    this.index = parts.index();
    this.rule = rule;
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
    opening
        .done()
        .thenAccept(
            fate -> {
              if (fate instanceof Work.Durable) {
                readTheRest();
              } else {
                giveUp("ended before it was open");
              }
            });
    book.submit(opening);
  }

  /** What older terms wrote stands before the entry that opens this one. */
  private void readTheRest() {
    parts
        .tail()
        .catchUp()
        .thenCompose(
            done ->
                index.unreadable().isEmpty()
                    ? CompletableFuture.<Void>completedFuture(null)
                    : parts.tail().readAll())
        .thenCompose(done -> ruleKnows)
        .whenCompleteAsync((known, thrown) -> findOrphans(thrown == null && known), parts.loop());
  }

  private void findOrphans(boolean known) {
    if (!known) {
      giveUp("ended before the definitions of its jobs were known");
      return;
    }
    if (book.isClosed()) {
      giveUp("ended before old runs were settled");
      return;
    }
    book.opened();
    for (JobState state : index.states().values()) {
      for (OpenRun run : state.open()) {
        if (!run.term().equals(book.leadership().term())) {
          orphans.add(run);
          if (asksForRerun(run)) {
            reruns.add(run);
          }
        }
      }
    }
    proveDeaths().whenCompleteAsync((nothing, thrown) -> settle(), parts.loop());
  }

  private boolean asksForRerun(OpenRun run) {
    try {
      return rule.rerun(run);
    } catch (RuntimeException e) {
      log.error("nobody can say whether run {} is to be run again; it is not", run.id(), e);
      return false;
    }
  }

  /** A lease that is gone proves that its leader does not believe in its term any more. */
  private CompletionStage<Void> proveDeaths() {
    Map<Long, CompletableFuture<?>> asked = new HashMap<>();
    for (OpenRun run : reruns) {
      long term = run.term().number();
      LeaseId lease = index.lease(term).orElse(LeaseId.NONE);
      if (!lease.equals(LeaseId.NONE) && !asked.containsKey(term)) {
        asked.put(term, ask(term, lease));
      }
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> ask(long term, LeaseId lease) {
    return parts
        .store()
        .alive(lease)
        .handleAsync(
            (alive, thrown) -> thrown == null && !alive && provenGone.add(term), parts.loop())
        .toCompletableFuture();
  }

  private void settle() {
    Instant now = Millis.floor(parts.clock().instant());
    List<CompletableFuture<Work.Fate>> fates = new ArrayList<>();
    for (int from = 0; from < orphans.size(); from += RUNS_AT_ONCE) {
      List<Intent> lost = new ArrayList<>();
      for (OpenRun run : orphans.subList(from, Math.min(orphans.size(), from + RUNS_AT_ONCE))) {
        lost.add(new Intent.Plain(new JournalRecord.Lost(run.id(), rerun(run, now))));
      }
      Work work = Work.record(lost);
      fates.add(work.done());
      book.submit(work);
    }
    CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new)).thenRun(() -> settled(fates));
  }

  private Optional<Instant> rerun(OpenRun run, Instant now) {
    if (!reruns.contains(run)) {
      return Optional.empty();
    }
    return Optional.of(
        provenGone.contains(run.term().number()) ? now : now.plus(parts.settings().sessionTtl()));
  }

  private void settled(List<CompletableFuture<Work.Fate>> fates) {
    if (!fates.stream().allMatch(fate -> fate.join() instanceof Work.Durable)) {
      giveUp("ended while old runs were being settled");
      return;
    }
    orphans.stream()
        .limit(NAMED_LOST_RUNS)
        .forEach(
            run ->
                log.warn(
                    "run {} was cut off on node {} in term {}: recorded as LOST{}",
                    run.id(),
                    run.node(),
                    run.term(),
                    reruns.contains(run) ? ", and run again" : ""));
    if (orphans.size() > NAMED_LOST_RUNS) {
      log.warn("… and {} more runs recorded as LOST", orphans.size() - NAMED_LOST_RUNS);
    }
    Map<JobName, String> unreadable = Map.copyOf(index.unreadable());
    result.complete(new TakeoverResult.TakenOver(index.states(), orphans, unreadable));
  }
}

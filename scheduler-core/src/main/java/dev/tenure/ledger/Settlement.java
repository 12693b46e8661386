package dev.tenure.ledger;

import dev.tenure.model.Term;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes runs that older terms left open and that nobody will report any more: as LOST, with a
 * further attempt where their jobs ask for one. Confined to the ledger's loop.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final int NAMED_LOST_RUNS = 10;
  private static final int RUNS_AT_ONCE = 500;

  private final TermBook book;
  private final LedgerParts parts;
  private final OrphanRule rule;

  Settlement(TermBook book, LedgerParts parts, OrphanRule rule) {
    this.book = book;
    this.parts = parts;
    this.rule = rule;
  }

  /**
   * Records them as lost.
   *
   * @param leases the lease without which the node of a term does not believe in its runs any more
   * @return whether all of it is durable; false when the present term ended before
   */
  CompletableFuture<Boolean> settle(
      List<OpenRun> orphans, Function<Term, Optional<LeaseId>> leases) {
    Set<OpenRun> reruns = new HashSet<>();
    for (OpenRun run : orphans) {
      if (asksForRerun(run)) {
        reruns.add(run);
      }
    }
    return goneOf(reruns, leases)
        .thenComposeAsync(gone -> record(orphans, reruns, gone), parts.loop())
        .thenApply(
            done -> {
              if (done) {
                say(orphans, reruns);
              }
              return done;
            });
  }

  private boolean asksForRerun(OpenRun run) {
    try {
      return rule.rerun(run);
    } catch (RuntimeException e) {
      log.error("nobody can say whether run {} is to be run again; it is not", run.id(), e);
      return false;
    }
  }

  /** A lease that is gone proves that its node does not believe in its term any more. */
  private CompletableFuture<Set<Term>> goneOf(
      Set<OpenRun> reruns, Function<Term, Optional<LeaseId>> leases) {
    Set<Term> gone = new HashSet<>();
    Map<Term, CompletableFuture<?>> asked = new HashMap<>();
    for (OpenRun run : reruns) {
      Term term = run.term();
      LeaseId lease = leases.apply(term).orElse(LeaseId.NONE);
      if (!lease.equals(LeaseId.NONE) && !asked.containsKey(term)) {
        asked.put(term, ask(term, lease, gone));
      }
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .handle((nothing, thrown) -> gone);
  }

  private CompletableFuture<?> ask(Term term, LeaseId lease, Set<Term> gone) {
    return parts
        .store()
        .alive(lease)
        .handleAsync((alive, thrown) -> thrown == null && !alive && gone.add(term), parts.loop())
        .toCompletableFuture();
  }

  private CompletableFuture<Boolean> record(
      List<OpenRun> orphans, Set<OpenRun> reruns, Set<Term> gone) {
    Instant now = Millis.floor(parts.clock().instant());
    List<CompletableFuture<Work.Fate>> fates = new ArrayList<>();
    for (int from = 0; from < orphans.size(); from += RUNS_AT_ONCE) {
      List<Intent> lost = new ArrayList<>();
      for (OpenRun run : orphans.subList(from, Math.min(orphans.size(), from + RUNS_AT_ONCE))) {
        Optional<Instant> rerun =
            reruns.contains(run)
                ? Optional.of(
                    gone.contains(run.term()) ? now : now.plus(parts.settings().sessionTtl()))
                : Optional.empty();
        lost.add(new Intent.Plain(new JournalRecord.Lost(run.id(), rerun)));
      }
      Work work = Work.record(lost);
      fates.add(work.done());
      book.submit(work);
    }
    return CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new))
        .thenApply(done -> fates.stream().allMatch(fate -> fate.join() instanceof Work.Durable));
  }

  private static void say(List<OpenRun> orphans, Set<OpenRun> reruns) {
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
  }
}

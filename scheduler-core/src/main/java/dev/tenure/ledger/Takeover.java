package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.JobName;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first thing in a term: read everything, then close what older terms left open. */
final class Takeover {

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int NAMED_LOST_RUNS = 10;

  private final TermBook book;
  private final Store store;
  private final LedgerScope scope;
  private final EventLoop loop;
  private final OrphanRule rule;
  private final LedgerSettings settings;
  private final CompletableFuture<TakeoverResult> result = new CompletableFuture<>();

  private final Map<JobName, JobState> states = new HashMap<>();
  private final List<OpenRun> lost = new ArrayList<>();
  private final Map<JobName, String> unreadable = new HashMap<>();

  Takeover(
      TermBook book,
      Store store,
      LedgerScope scope,
      EventLoop loop,
      OrphanRule rule,
      LedgerSettings settings) {
    this.rule = rule;
    this.settings = settings;
    this.book = book;
    this.store = store;
    this.scope = scope;
    this.loop = loop;
  }

  TermBook book() {
    return book;
  }

  CompletableFuture<TakeoverResult> result() {
    return result;
  }

  void begin(Instant now) {
    store
        .list(scope.prefix())
        .whenCompleteAsync((listing, thrown) -> listed(now, listing, thrown), loop);
  }

  private void listed(Instant now, @Nullable Listing listing, @Nullable Throwable thrown) {
    if (listing != null) {
      listing.entries().forEach(this::read);
      settle(now);
      return;
    }
    StoreException cause = TermBook.storeException(thrown);
    if (book.isTermOver() || cause.kind() != StoreException.Kind.UNAVAILABLE) {
      result.complete(
          new TakeoverResult.NotTakenOver(
              "the ledger of group " + scope.group() + " cannot be read: " + cause.getMessage()));
      return;
    }
    loop.schedule(RETRY, () -> begin(now));
  }

  private void read(Entry entry) {
    JobName job;
    try {
      job = new JobName(entry.key().substring(scope.prefix().length()));
    } catch (IllegalArgumentException e) {
      log.warn("key {} is not one of Tenure's and is left alone", entry.key());
      return;
    }
    try {
      JobState state = scope.json(job).read(entry.value().utf8());
      states.put(job, state);
      book.opened(job, state, entry.modRevision());
    } catch (IllegalArgumentException e) {
      unreadable.put(job, String.valueOf(e.getMessage()));
      book.leaveAlone(job);
      log.error(
          "the state of job {} in key {} cannot be read: {}. The job does not run in this term and"
              + " the key is left as it is; repair it, or delete it to let the job begin anew",
          job,
          entry.key(),
          e.getMessage());
    }
  }

  private void settle(Instant now) {
    List<CompletableFuture<Work.Fate>> fates = new ArrayList<>();
    states.replaceAll(
        (job, state) -> {
          List<OpenRun> orphans =
              state.open().stream()
                  .filter(run -> !run.term().equals(book.leadership().term()))
                  .toList();
          if (orphans.isEmpty()) {
            return state;
          }
          lost.addAll(orphans);
          Work work = Work.record(Map.of(job, before -> closeAll(before, orphans, facts(now))));
          fates.add(work.done());
          book.submit(work);
          return closeAll(state, orphans, facts(now));
        });
    CompletionStage<Void> all = CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new));
    all.thenRun(() -> settled(fates));
  }

  private EntryFacts facts(Instant now) {
    return new EntryFacts(
        scope.group(),
        new Position(book.leadership().term().number(), 0),
        scope.node().value(),
        now.truncatedTo(ChronoUnit.MILLIS));
  }

  private JobState closeAll(JobState state, List<OpenRun> orphans, EntryFacts facts) {
    JobState closed = state;
    for (OpenRun run : orphans) {
      Optional<Instant> rerun =
          rule.rerun(run) ? Optional.of(facts.at().plus(settings.sessionTtl())) : Optional.empty();
      closed = new JournalRecord.Lost(run.id(), rerun).after(closed, facts);
    }
    return closed;
  }

  private void settled(List<CompletableFuture<Work.Fate>> fates) {
    if (!fates.stream().allMatch(fate -> fate.join() instanceof Work.Durable)) {
      result.complete(
          new TakeoverResult.NotTakenOver(
              "term " + book.leadership().term() + " ended while old runs were being settled"));
      return;
    }
    lost.stream()
        .limit(NAMED_LOST_RUNS)
        .forEach(
            run ->
                log.warn(
                    "run {} was cut off on node {} in term {}: recorded as LOST",
                    run.id(),
                    run.node(),
                    run.term()));
    if (lost.size() > NAMED_LOST_RUNS) {
      log.warn("… and {} more runs recorded as LOST", lost.size() - NAMED_LOST_RUNS);
    }
    result.complete(new TakeoverResult.TakenOver(states, lost, unreadable));
  }
}

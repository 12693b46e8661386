package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Reads what the states do not hold: chunks of older runs, and sizes. */
final class History {

  private static final int PAGE = 500;

  private final LedgerParts parts;

  History(LedgerParts parts) {
    this.parts = parts;
  }

  CompletionStage<HistoryPage> pages(JobName job, long before, int limit) {
    return page(job, before)
        .thenCompose(
            page -> {
              if (page.next().isEmpty() || page.runs().size() >= limit) {
                return CompletableFuture.completedFuture(page);
              }
              return pages(job, page.next().getAsLong(), limit - page.runs().size())
                  .thenApply(older -> joined(page, older));
            });
  }

  private static HistoryPage joined(HistoryPage newer, HistoryPage older) {
    List<FinishedRun> runs = new ArrayList<>(newer.runs());
    List<SkippedRange> skipped = new ArrayList<>(newer.skipped());
    runs.addAll(older.runs());
    skipped.addAll(older.skipped());
    return new HistoryPage(runs, skipped, older.next());
  }

  private CompletionStage<HistoryPage> page(JobName job, long before) {
    JobState state = parts.index().stateOf(job);
    Chunks chunks = state.chunks();
    if (before > chunks.next()) {
      return CompletableFuture.completedFuture(
          page(state.last(), state.skipped(), chunks, chunks.next()));
    }
    int number = (int) before - 1;
    if (number < chunks.first()) {
      return CompletableFuture.completedFuture(
          new HistoryPage(List.of(), List.of(), OptionalLong.empty()));
    }
    return parts
        .store()
        .get(parts.scope().layout().chunk(parts.scope().group(), job, number))
        .thenApply(entry -> entry.map(Entry::value).map(v -> PastReading.Chunk.read(parts, job, v)))
        .thenApply(
            chunk -> {
              PastReading.Chunk found = chunk.orElse(new PastReading.Chunk(List.of(), List.of()));
              return page(found.runs(), found.skipped(), chunks, number);
            });
  }

  private static HistoryPage page(
      List<FinishedRun> runs, List<SkippedRange> skipped, Chunks chunks, int number) {
    List<FinishedRun> newestFirst = new ArrayList<>(runs);
    List<SkippedRange> ranges = new ArrayList<>(skipped);
    Collections.reverse(newestFirst);
    Collections.reverse(ranges);
    return new HistoryPage(
        newestFirst,
        ranges,
        number > chunks.first() ? OptionalLong.of(number) : OptionalLong.empty());
  }

  CompletionStage<LedgerSizes> sizes() {
    CompletableFuture<LedgerSizes> sizes = new CompletableFuture<>();
    parts
        .loop()
        .execute(
            () ->
                size(parts.scope().journal())
                    .thenCombine(size(parts.scope().states()), List::of)
                    .thenCombine(
                        size(parts.scope().layout().runs(parts.scope().group())),
                        (two, runs) -> new LedgerSizes(two.get(0), two.get(1), runs))
                    .thenAccept(sizes::complete));
    return sizes;
  }

  private CompletableFuture<Long> size(String prefix) {
    AtomicLong bytes = new AtomicLong();
    return new Pages(parts.store(), parts.loop(), parts.random())
        .walk(
            prefix,
            prefix,
            PAGE,
            () -> true,
            page ->
                page.entries()
                    .forEach(entry -> bytes.addAndGet(entry.key().length() + entry.value().size())))
        .thenApply(done -> bytes.get());
  }
}

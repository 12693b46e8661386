package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.model.JobName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads everything that is kept of one job. Its state, which is immutable, says which chunks belong
 * to it, and chunks are never changed; so what comes out is of one moment, however long it takes.
 */
final class PastReading {

  private final LedgerParts parts;
  private final JobName job;
  private final JobState state;

  PastReading(LedgerParts parts, JobName job, JobState state) {
    this.parts = parts;
    this.job = job;
    this.state = state;
  }

  /** A part of the past as it lies in the store. */
  record Chunk(List<FinishedRun> runs, List<SkippedRange> skipped) {

    /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
    static Chunk read(LedgerParts parts, JobName job, Bytes value) {
      // Not the names of the loop: this runs on a thread of the store.
      RunJson json = new RunJson(parts.scope().group(), job, new KnownNames());
      JsonReader from = new JsonReader(value.toArray());
      List<FinishedRun> runs = List.of();
      List<SkippedRange> skipped = List.of();
      from.beginObject();
      for (String name = from.nextName(); name != null; name = from.nextName()) {
        switch (name) {
          case "runs" -> runs = JobStateJson.list(from, json::readEnd);
          case "skipped" -> skipped = JobStateJson.list(from, json::readRange);
          default -> from.skip();
        }
      }
      return new Chunk(runs, skipped);
    }
  }

  CompletionStage<JobPast> read() {
    Chunks chunks = state.chunks();
    List<CompletableFuture<Optional<Entry>>> gets = new ArrayList<>();
    for (int number = chunks.first(); number < chunks.next(); number++) {
      gets.add(parts.store().get(key(number)).toCompletableFuture());
    }
    return CompletableFuture.allOf(gets.toArray(CompletableFuture[]::new))
        .thenCompose(
            done -> {
              List<Optional<Entry>> found = gets.stream().map(CompletableFuture::join).toList();
              return found.stream().allMatch(Optional::isPresent)
                  ? CompletableFuture.completedFuture(past(found, chunks.first()))
                  : firstKept().thenApply(first -> past(found, first));
            });
  }

  /** The oldest chunk that must be there now; what is older was dropped since the state. */
  private CompletableFuture<Integer> firstKept() {
    CompletableFuture<Integer> first = new CompletableFuture<>();
    parts
        .loop()
        .execute(
            () ->
                parts
                    .tail()
                    .catchUp()
                    .thenRun(() -> first.complete(parts.index().stateOf(job).chunks().first())));
    return first;
  }

  private JobPast past(List<Optional<Entry>> found, int firstKept) {
    Chunks chunks = state.chunks();
    List<FinishedRun> runs = new ArrayList<>();
    List<SkippedRange> skipped = new ArrayList<>();
    Map<String, String> problems = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      int number = chunks.first() + i;
      if (found.get(i).isEmpty()) {
        if (number >= firstKept) {
          problems.put(key(number), "is not there, though the job's state names it");
        }
        continue;
      }
      try {
        Chunk chunk = Chunk.read(parts, job, found.get(i).get().value());
        runs.addAll(chunk.runs());
        skipped.addAll(chunk.skipped());
        long expected = i == 0 ? chunk.runs().size() : chunks.runsOf(i);
        if (chunk.runs().size() != expected) {
          problems.put(
              key(number),
              "holds " + chunk.runs().size() + " runs, though " + expected + " were put into it");
        }
      } catch (IllegalArgumentException e) {
        problems.put(key(number), "is not what Tenure writes: " + e.getMessage());
      }
    }
    runs.addAll(state.last());
    skipped.addAll(state.skipped());
    boolean whole = problems.isEmpty() && chunks.first() == 1 && runs.size() == state.finished();
    return new JobPast(state, runs, skipped, whole, problems);
  }

  private String key(int number) {
    return parts.scope().layout().chunk(parts.scope().group(), job, number);
  }
}

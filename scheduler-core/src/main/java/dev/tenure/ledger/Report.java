package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.store.Bytes;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some ends, as the node of a term that was handed over reports them in one entry.
 *
 * @param works what is reported with it
 * @param runs whose ends it holds
 * @param value the entry; empty when there is nothing to report
 */
record Report(List<Work> works, Set<RunId> runs, Optional<Bytes> value) {

  private static final int MAX_BYTES = 700_000;

  /**
   * Takes as much of the queue as fits into one entry. What is not about ends is answered at once:
   * after its term a node can record nothing else.
   *
   * @param open the runs whose ends are awaited
   */
  static Report load(Deque<Work> queue, EntryFacts facts, Set<RunId> open) {
    JournalJson.Draft draft = new JournalJson.Draft(facts);
    List<Work> works = new ArrayList<>();
    Set<RunId> runs = new HashSet<>();
    while (!queue.isEmpty() && draft.size() < MAX_BYTES) {
      Work work = queue.remove();
      if (!work.intents().stream().allMatch(intent -> end(intent).isPresent())) {
        work.done().complete(new Work.Unknown("the term is handed over"));
        continue;
      }
      works.add(work);
      for (Intent intent : work.intents()) {
        JournalRecord.Ended end = end(intent).orElseThrow();
        RunId run = end.outcome().run();
        if (open.contains(run) && runs.add(run)) {
          draft.add(end);
        }
      }
    }
    return new Report(
        works, runs, draft.records() == 0 ? Optional.empty() : Optional.of(draft.value()));
  }

  private static Optional<JournalRecord.Ended> end(Intent intent) {
    return intent instanceof Intent.Plain plain && plain.record() instanceof JournalRecord.Ended end
        ? Optional.of(end)
        : Optional.empty();
  }

  void durable() {
    works.forEach(work -> work.done().complete(new Work.Durable(work.intents())));
  }

  void unknown(String reason) {
    works.forEach(work -> work.done().complete(new Work.Unknown(reason)));
  }
}

package dev.tenure.alert;

import dev.tenure.alert.AlertRules.Step;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A commit under way, and what it is made of.
 *
 * @param layout spells the keys
 * @param commit expects each alert as it was known, and writes what has become of it
 * @param events what was heard of each
 * @param steps what follows from that
 */
record BookFlight(
    KeyLayout layout, Commit commit, Map<AlertId, EventLine> events, Map<AlertId, Step> steps) {

  static BookFlight of(
      KeyLayout layout, BookIndex index, Map<AlertId, EventLine> events, Map<AlertId, Step> steps) {
    List<Commit.Guard> guards = new ArrayList<>();
    List<Commit.Write> writes = new ArrayList<>();
    steps.forEach(
        (id, step) -> {
          String key = layout.alert(id.toString());
          long revision = index.revision(id);
          guards.add(revision == 0 ? new Commit.Absent(key) : new Commit.ModifiedAt(key, revision));
          writes.add(
              step.alert()
                  .<Commit.Write>map(alert -> Commit.Put.unleased(key, AlertJson.write(alert)))
                  .orElseGet(() -> new Commit.Delete(key)));
        });
    return new BookFlight(layout, new Commit(guards, writes), events, steps);
  }

  /** Whether what stands in the way is what was to be written: an answer was lost before. */
  boolean isDone(CommitResult.Refused refused) {
    return commit.writes().stream()
        .allMatch(
            write -> {
              Entry there = refused.guarded().get(write.key());
              return write instanceof Commit.Put put
                  ? there != null && there.value().equals(put.value())
                  : there == null;
            });
  }

  /** What the refusal shows of an alert. */
  Optional<Entry> there(CommitResult.Refused refused, AlertId id) {
    return Optional.ofNullable(refused.guarded().get(layout.alert(id.toString())));
  }
}

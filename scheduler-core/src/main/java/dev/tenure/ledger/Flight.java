package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One commit and the work in it. Its writes are fixed when it is made, so that it can be repeated
 * word for word when an answer is lost.
 */
final class Flight {

  /** How many jobs one commit changes; with the fence, below etcd's default of 128 operations. */
  static final int MAX_JOBS = 100;

  /** How much one commit writes; below etcd's default of 1.5 MiB a request. */
  private static final int MAX_BYTES = 1_000_000;

  private final List<Work> works = new ArrayList<>();
  private final Map<JobName, JobState> next = new HashMap<>();
  private final Map<JobName, Bytes> values = new LinkedHashMap<>();
  private int bytes;
  private boolean ambiguous;

  /**
   * Takes as much of the queue as fits into one commit; at least the first piece of work.
   *
   * @param present the state of a job; empty for one that must not be touched
   */
  static Flight load(
      Deque<Work> queue, Function<JobName, Optional<JobState>> present, LedgerScope scope) {
    Flight flight = new Flight();
    while (!queue.isEmpty() && flight.admits(queue.peek())) {
      flight.add(queue.remove(), present, scope);
    }
    return flight;
  }

  private boolean admits(Work work) {
    if (works.isEmpty()) {
      return true;
    }
    long more = work.changes().keySet().stream().filter(job -> !next.containsKey(job)).count();
    return next.size() + more <= MAX_JOBS && bytes < MAX_BYTES;
  }

  private void add(Work work, Function<JobName, Optional<JobState>> present, LedgerScope scope) {
    works.add(work);
    work.changes()
        .forEach(
            (job, change) ->
                Optional.ofNullable(next.get(job))
                    .or(() -> present.apply(job))
                    .ifPresent(before -> change(job, before, change, scope)));
  }

  private void change(
      JobName job, JobState before, UnaryOperator<JobState> change, LedgerScope scope) {
    JobState after = change.apply(before);
    if (!after.equals(before)) {
      next.put(job, after);
      Bytes value = Bytes.utf8(scope.json(job).write(after));
      Bytes replaced = values.put(job, value);
      bytes += value.size() - (replaced == null ? 0 : replaced.size());
    }
  }

  List<Work> works() {
    return works;
  }

  Map<JobName, JobState> next() {
    return next;
  }

  Map<JobName, Bytes> values() {
    return values;
  }

  boolean writesNothing() {
    return values.isEmpty();
  }

  /** An attempt was sent whose outcome is not known. */
  void sentInVain() {
    ambiguous = true;
  }

  /** Whether an earlier attempt may have been applied. */
  boolean ambiguous() {
    return ambiguous;
  }

  /**
   * The commit. Beside the fence it compares the revision of every key that it writes: an attempt
   * whose answer was lost may be applied late, and must not undo what was written since.
   */
  Commit commit(Commit.Guard fence, LedgerScope scope, Function<JobName, Long> modRevision) {
    List<Commit.Guard> guards = new ArrayList<>();
    List<Commit.Write> writes = new ArrayList<>();
    guards.add(fence);
    values.forEach(
        (job, value) -> {
          String key = scope.key(job);
          long revision = modRevision.apply(job);
          guards.add(revision == 0 ? new Commit.Absent(key) : new Commit.ModifiedAt(key, revision));
          writes.add(new Commit.Put(key, value, LeaseId.NONE));
        });
    return new Commit(guards, writes);
  }
}

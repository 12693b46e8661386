package dev.tenure.ledger;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that appends one entry to the journal; or none, where nothing is to be recorded and
 * something is to be written beside it.
 */
final class Append implements Flight {

  /**
   * How many keys one entry touches beside its own; with the guards below etcd's default of 128.
   */
  static final int MAX_WRITES = 100;

  private final LedgerScope scope;
  private final LedgerIndex index;
  private final Overlay overlay;
  private final JournalJson.Draft draft;
  private final List<Loaded> works = new ArrayList<>();
  private final List<Commit.Write> besides = new ArrayList<>();
  private final List<Commit.Guard> guards = new ArrayList<>();
  private final Set<RequestRef> requests = new HashSet<>();
  private boolean opens;
  private int besidesBytes;
  private @Nullable Bytes value;

  /** A piece of work, and those of its intents that are recorded. */
  private record Loaded(Work work, List<Intent> recorded) {}

  private Append(LedgerScope scope, LedgerIndex index, EntryFacts facts) {
    this.scope = scope;
    this.index = index;
    overlay = new Overlay(facts, index::stateOf);
    draft = new JournalJson.Draft(facts);
  }

  /**
   * Takes as much of the queue as fits into one entry; at least the first piece of work.
   *
   * @param gone requests that are known not to exist any more
   * @param maxBytes how long an entry may be before nothing more is added
   */
  static Append load(
      Deque<Work> queue,
      LedgerScope scope,
      LedgerIndex index,
      EntryFacts facts,
      Set<RequestRef> gone,
      int maxBytes) {
    Append append = new Append(scope, index, facts);
    while (!queue.isEmpty() && append.admits(queue.element(), maxBytes)) {
      append.add(queue.remove(), gone);
    }
    return append;
  }

  private boolean admits(Work work, int maxBytes) {
    if (works.isEmpty()) {
      return true;
    }
    return work.opening().isEmpty()
        && !opens
        && draft.size() + besidesBytes < maxBytes
        && besides.size() + work.keys() <= MAX_WRITES;
  }

  private void add(Work work, Set<RequestRef> gone) {
    List<Intent> recorded = new ArrayList<>();
    works.add(new Loaded(work, recorded));
    opens |= work.opening().isPresent();
    work.opening().ifPresent(lease -> draft.add(new JournalRecord.Opened(lease)));
    for (Intent intent : work.intents()) {
      if (index.isReadable(intent.job()) && requestStands(intent, gone) && record(intent)) {
        recorded.add(intent);
      }
    }
    besides.addAll(work.besides());
  }

  private boolean requestStands(Intent intent, Set<RequestRef> gone) {
    return intent
        .request()
        .map(request -> !gone.contains(request) && !requests.contains(request))
        .orElse(true);
  }

  private boolean record(Intent intent) {
    Intent.Step step = intent.step(overlay.state(intent.job())).orElse(null);
    if (step == null || !overlay.apply(step.record())) {
      return false;
    }
    draft.add(step.record());
    besides.addAll(step.writes());
    for (Commit.Write write : step.writes()) {
      besidesBytes += write instanceof Commit.Put put ? put.value().size() : 0;
    }
    intent
        .request()
        .ifPresent(
            request -> {
              requests.add(request);
              guards.add(new Commit.CreatedAt(request.key(), request.createRevision()));
            });
    return true;
  }

  boolean isEmpty() {
    return !appends() && besides.isEmpty();
  }

  private boolean appends() {
    return draft.records() > 0;
  }

  List<Work> works() {
    return works.stream().map(Loaded::work).toList();
  }

  /** Whether it opens a term. */
  boolean opens() {
    return opens;
  }

  /** Its entry, as the store has it. */
  Entry entryAt(long revision) {
    return new Entry(key(), value(), revision, revision, LeaseId.NONE);
  }

  Position position() {
    return overlay.facts().position();
  }

  private Bytes value() {
    if (value == null) {
      value = draft.value();
    }
    return value;
  }

  private String key() {
    return scope.entry(position());
  }

  @Override
  public List<Commit.Guard> guards() {
    List<Commit.Guard> all = new ArrayList<>(guards);
    if (appends()) {
      all.add(new Commit.Absent(key()));
    }
    return all;
  }

  @Override
  public List<Commit.Write> writes() {
    List<Commit.Write> all = new ArrayList<>(besides);
    if (appends()) {
      all.add(new Commit.Put(key(), value(), LeaseId.NONE));
    }
    return all;
  }

  @Override
  public boolean wasApplied(CommitResult.Refused refused) {
    Entry present = refused.guarded().get(key());
    return appends() && present != null && present.value().equals(value());
  }

  /** Whether another entry stands where this one should. */
  boolean isTaken(CommitResult.Refused refused) {
    return appends() && refused.guarded().containsKey(key());
  }

  /** Those of the requests that do not exist any more. */
  List<RequestRef> missing(CommitResult.Refused refused) {
    return requests.stream()
        .filter(
            request -> {
              Entry present = refused.guarded().get(request.key());
              return present == null || present.createRevision() != request.createRevision();
            })
        .toList();
  }

  @Override
  public void committed(long revision) {
    // The entry that opens a term is not applied here: what older terms wrote must come before.
    if (appends() && !opens) {
      index.committed(position(), value().size(), overlay.next());
    }
    tellWorks();
  }

  void tellWorks() {
    works.forEach(one -> one.work().done().complete(new Work.Durable(one.recorded())));
  }
}

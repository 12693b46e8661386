package dev.tenure.ledger;

import dev.tenure.loop.Subscription;
import dev.tenure.model.JobName;
import dev.tenure.store.LeaseId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node knows of its group's ledger: the state of every job after the last journal entry that
 * it has seen. States may be read from any thread; the rest is confined to the ledger's loop.
 */
final class LedgerIndex {

  private static final Logger log = LoggerFactory.getLogger(LedgerIndex.class);
  private static final int REMEMBERED_TERMS = 8;

  private final Map<JobName, JobState> states = new ConcurrentHashMap<>();
  private final List<JobChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<JobName, String> unreadable = new HashMap<>();
  private final Map<JobName, Position> removed = new HashMap<>();
  private final TreeMap<Long, LeaseId> leases = new TreeMap<>();
  private final NavigableSet<String> strange = new TreeSet<>();
  private Position high = Position.NONE;
  private Position folded = Position.NONE;
  private long markerRevision;
  private final Deque<Unfolded> unfolded = new ArrayDeque<>();
  private long unfoldedBytes;

  /** An entry that is in the journal, and its size. */
  private record Unfolded(Position position, int bytes) {}

  Optional<JobState> state(JobName job) {
    return Optional.ofNullable(states.get(job));
  }

  Map<JobName, JobState> states() {
    return Collections.unmodifiableMap(states);
  }

  Subscription onChange(JobChangeListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  JobState stateOf(JobName job) {
    return states.getOrDefault(job, JobState.NONE);
  }

  /** Jobs whose state is not what Tenure writes, with the reason. */
  Map<JobName, String> unreadable() {
    return unreadable;
  }

  /** Keys that are not what Tenure writes, and why. */
  Map<String, String> problems(LedgerScope scope) {
    Map<String, String> problems = new TreeMap<>();
    unreadable.forEach((job, why) -> problems.put(scope.state(job), why));
    strange.forEach(key -> problems.put(key, "is not what Tenure writes"));
    return problems;
  }

  boolean isReadable(JobName job) {
    return unreadable.isEmpty() || !unreadable.containsKey(job);
  }

  /** The last entry that is contained. */
  Position high() {
    return high;
  }

  Position folded() {
    return folded;
  }

  /** The revision that wrote the fold marker; zero when there is none. */
  long markerRevision() {
    return markerRevision;
  }

  int unfoldedEntries() {
    return unfolded.size();
  }

  long unfoldedBytes() {
    return unfoldedBytes;
  }

  /** Keys among the journal's that are not what Tenure writes there. */
  NavigableSet<String> strange() {
    return strange;
  }

  /** Jobs that were removed, and where; their states may still be in the store. */
  Map<JobName, Position> removed() {
    return removed;
  }

  /** The lease of the leader of a term, if it is known. */
  Optional<LeaseId> lease(long term) {
    return Optional.ofNullable(leases.get(term));
  }

  FoldMarker marker(Position upTo) {
    return new FoldMarker(upTo, new TreeMap<>(leases));
  }

  /** Takes in an entry that somebody wrote; one that is known already changes nothing. */
  void apply(JournalEntry entry, int bytes) {
    if (!entry.position().isAfter(high)) {
      return;
    }
    Overlay overlay = new Overlay(entry.facts(), this::stateOf);
    for (JournalRecord record : entry.records()) {
      if (record instanceof JournalRecord.Opened opened) {
        opened(entry.position().term(), opened.lease());
      } else if (record instanceof JournalRecord.OfJob ofJob && concerns(ofJob, entry.position())) {
        overlay.apply(ofJob);
      }
    }
    advance(entry.position(), bytes, overlay.next());
  }

  private boolean concerns(JournalRecord.OfJob record, Position position) {
    return isReadable(record.job()) && position.isAfter(stateOf(record.job()).applied());
  }

  /** An entry that this node wrote, and what it leads to. */
  void committed(Position position, int bytes, Map<JobName, JobState> next) {
    if (position.isAfter(high)) {
      advance(position, bytes, next);
    }
  }

  /** An entry that nobody can read: what it says is lost, what comes after it is not. */
  void passOver(Position position, String key, String why) {
    if (position.isAfter(high)) {
      strange.add(key);
      high = position;
      log.error(
          "journal entry {} is not what Tenure writes: {}. What it recorded is not known; the rest"
              + " goes on, and the key is left as it is",
          key,
          why);
    }
  }

  void strangeKey(String key) {
    if (strange.add(key)) {
      log.warn("key {} is not one of Tenure's and is left alone", key);
    }
  }

  private void advance(Position position, int bytes, Map<JobName, JobState> next) {
    high = position;
    unfolded.add(new Unfolded(position, bytes));
    unfoldedBytes += bytes;
    next.forEach((job, after) -> put(job, after, position));
  }

  private void put(JobName job, JobState after, Position position) {
    JobState before;
    if (after.isNothing()) {
      before = states.remove(job);
      removed.put(job, position);
    } else {
      before = states.put(job, after);
      removed.remove(job);
    }
    JobState told = after.isNothing() ? JobState.NONE : after;
    tell(job, before == null ? JobState.NONE : before, told);
  }

  private void tell(JobName job, JobState before, JobState after) {
    for (JobChangeListener listener : listeners) {
      try {
        listener.onChange(job, before, after);
      } catch (RuntimeException e) {
        log.error("a listener of the ledger failed; this is a defect, please report it", e);
      }
    }
  }

  private void opened(long term, LeaseId lease) {
    leases.put(term, lease);
    while (leases.size() > REMEMBERED_TERMS) {
      leases.pollFirstEntry();
    }
  }

  void opened(Position position, LeaseId lease) {
    opened(position.term(), lease);
  }

  /** The fold marker as it stands. */
  void marked(FoldMarker marker, long revision) {
    if (revision < markerRevision) {
      return;
    }
    markerRevision = revision;
    marker.leases().forEach(this::opened);
    if (marker.folded().isAfter(folded)) {
      folded = marker.folded();
      removed.values().removeIf(position -> !position.isAfter(folded));
    }
    while (!unfolded.isEmpty() && !unfolded.element().position().isAfter(folded)) {
      unfoldedBytes -= unfolded.remove().bytes();
    }
  }

  /** Somebody else wrote or deleted the marker. */
  void markerAt(long revision) {
    markerRevision = revision;
  }

  /** Everything was read anew. What differs is told, save at the first time. */
  void replace(Map<JobName, JobState> read, Map<JobName, String> notReadable, boolean first) {
    unreadable.clear();
    unreadable.putAll(notReadable);
    removed.clear();
    high = folded;
    unfolded.clear();
    unfoldedBytes = 0;
    List<JobName> vanished = new ArrayList<>(states.keySet());
    vanished.removeAll(read.keySet());
    if (first) {
      vanished.forEach(states::remove);
      states.putAll(read);
      return;
    }
    for (JobName job : vanished) {
      JobState before = stateOf(job);
      states.remove(job);
      tell(job, before, JobState.NONE);
    }
    read.forEach(
        (job, after) -> {
          JobState before = states.put(job, after);
          if (!after.equals(before)) {
            tell(job, before == null ? JobState.NONE : before, after);
          }
        });
  }

  void resynced() {
    for (JobChangeListener listener : listeners) {
      try {
        listener.onResync();
      } catch (RuntimeException e) {
        log.error("a listener of the ledger failed; this is a defect, please report it", e);
      }
    }
  }
}

package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.store.Commit;
import dev.tenure.testing.FakeStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the store of a simulation has seen: every entry that was ever written, judged when it was
 * written, whatever was folded or deleted afterwards.
 */
final class SimulatedTruth {

  private final GroupName group;
  private final LedgerScope scope;
  private final FakeStore server;
  private final String election;
  private final Map<JobName, Long> periods;
  private final int kept;
  private final JournalJson json;
  private final Map<RunId, Long> claimed = new HashMap<>();
  private final Set<RunId> ended = new HashSet<>();
  private final Set<RunId> lostRuns = new HashSet<>();
  private final Map<JobName, Long> accounted = new HashMap<>();
  private final Map<JobName, Long> firsts = new HashMap<>();
  private final Map<JobName, JobState> states = new TreeMap<>();
  private final Set<String> fulfilled = new HashSet<>();
  private final List<String> breaches = new ArrayList<>();
  private Position last = Position.NONE;
  private int lost;
  private int reruns;
  private int retries;
  private int folds;
  private int sealed;
  private final Set<RunId> reported = new HashSet<>();
  private int handedOver;
  private int finished;
  private int interrupted;

  SimulatedTruth(
      LedgerScope scope, FakeStore server, String election, Map<JobName, Long> periods, int kept) {
    this.kept = kept;
    this.scope = scope;
    this.group = scope.group();
    this.server = server;
    this.election = election;
    this.periods = periods;
    json = new JournalJson(group, new KnownNames());
    server.witness(this::committed);
  }

  List<String> breaches() {
    return breaches;
  }

  Map<JobName, JobState> states() {
    return states;
  }

  boolean isClaimed(RunId run, long term) {
    return claimed.getOrDefault(run, 0L) == term;
  }

  Set<RunId> open() {
    Set<RunId> open = new HashSet<>(claimed.keySet());
    open.removeAll(ended);
    return open;
  }

  /** How many runs of a job are to be kept. */
  int kept() {
    return kept;
  }

  int claims() {
    return claimed.size();
  }

  int lost() {
    return lost;
  }

  int reruns() {
    return reruns;
  }

  int retries() {
    return retries;
  }

  int folds() {
    return folds;
  }

  int sealed() {
    return sealed;
  }

  /** A term was handed over with runs that go on. */
  void handedOver() {
    handedOver++;
  }

  /** A run was interrupted after its term. */
  void interrupted() {
    interrupted++;
  }

  /** A node was told that the end of its run is recorded, in the term or after it. */
  void reported(RunId run) {
    reported.add(run);
    if (lostRuns.contains(run)) {
      breach("reported, and was lost before: " + run);
    }
  }

  int handOvers() {
    return handedOver;
  }

  /** How many runs ended after the term that began them, and were recorded all the same. */
  int finished() {
    return finished;
  }

  int interrupts() {
    return interrupted;
  }

  Set<String> fulfilled() {
    return fulfilled;
  }

  /** The last slot of the job that is accounted for. */
  long accounted(JobName job) {
    return accounted.getOrDefault(job, 0L);
  }

  /** The first slot of the job. */
  long first(JobName job) {
    return firsts.getOrDefault(job, 0L);
  }

  private void committed(Commit commit) {
    boolean ours = false;
    String rights = scope.layout().completions(group);
    for (Commit.Write write : commit.writes()) {
      if (write.key().startsWith(scope.journal()) || write.key().startsWith(scope.states())) {
        ours = true;
      }
      if (write instanceof Commit.Put put && scope.termOfRight(put.key()).isPresent()) {
        ours = true;
      } else if (write instanceof Commit.Put put && isReport(put.key(), rights)) {
        underItsRight(put, commit);
      }
      if (write instanceof Commit.Put put && put.key().equals(scope.marker())) {
        folds++;
      } else if (write instanceof Commit.Put put && put.key().startsWith(scope.journal())) {
        entry(put, commit);
      }
    }
    if (ours) {
      fenced(commit);
    }
  }

  private static boolean isReport(String key, String rights) {
    return key.startsWith(rights) && !key.contains("/interrupt/");
  }

  private void underItsRight(Commit.Put put, Commit commit) {
    String right = put.key().substring(0, put.key().lastIndexOf('/'));
    if (commit.guards().stream()
        .noneMatch(guard -> guard instanceof Commit.CreatedAt at && at.key().equals(right))) {
      breach("reported without a right: " + commit);
    }
  }

  private void fenced(Commit commit) {
    String first = server.entries(election + "/").get(0).key();
    boolean byTheFirst =
        commit.guards().stream()
            .anyMatch(
                guard -> guard instanceof Commit.CreatedAt created && created.key().equals(first));
    if (!byTheFirst) {
      breach("written by somebody who does not lead: " + commit);
    }
  }

  private void entry(Commit.Put put, Commit commit) {
    Position position = scope.position(put.key()).orElseThrow();
    if (!position.isAfter(last)) {
      breach("entry " + position + " was written after " + last);
    }
    last = position;
    JournalEntry entry = json.read(position, put.value());
    for (JournalRecord record : entry.records()) {
      if (record instanceof JournalRecord.OfJob ofJob) {
        record(ofJob, entry, commit);
        JobState before = states.getOrDefault(ofJob.job(), JobState.NONE);
        JobState after = ofJob.after(before, entry.facts());
        if (after.isNothing()) {
          states.remove(ofJob.job());
        } else {
          states.put(ofJob.job(), after.at(position));
        }
      }
    }
  }

  private void record(JournalRecord.OfJob record, JournalEntry entry, Commit commit) {
    if (record instanceof JournalRecord.Claimed claim) {
      claimed(claim, entry, commit);
    } else if (record instanceof JournalRecord.Ended end) {
      RunId run = end.outcome().run();
      ended(run);
      long begun = claimed.getOrDefault(run, 0L);
      if (end.right().map(Term::number).orElse(entry.position().term()) != begun) {
        breach("ended by a right that is not its own: " + run);
      }
      finished += end.right().isPresent() ? 1 : 0;
    } else if (record instanceof JournalRecord.Lost end) {
      lost++;
      ended(end.run());
      lostRuns.add(end.run());
      if (reported.contains(end.run())) {
        breach("lost, though its end was reported: " + end.run());
      }
    } else if (record instanceof JournalRecord.Passed passed) {
      passed.skipped().ranges().forEach(range -> account(passed.job(), range.from(), range.to()));
    } else if (record instanceof JournalRecord.Sealed) {
      sealed++;
    }
  }

  private void claimed(JournalRecord.Claimed claim, JournalEntry entry, Commit commit) {
    RunId run = new RunId(group, claim.job(), claim.trigger(), claim.slotMillis(), claim.attempt());
    if (claimed.putIfAbsent(run, entry.position().term()) != null) {
      breach("claimed twice: " + run);
    }
    retries += claim.kind() == RunKind.RETRY ? 1 : 0;
    reruns += claim.kind() == RunKind.RECOVERED ? 1 : 0;
    if (claim.requested()) {
      boolean removed =
          commit.writes().stream()
              .anyMatch(
                  write ->
                      write instanceof Commit.Delete
                          && write.key().endsWith("/" + claim.trigger()));
      if (!removed || !fulfilled.add(claim.trigger().value())) {
        breach("request " + claim.trigger() + " was not removed, or fulfilled twice");
      }
    } else if (claim.attempt() == 1) {
      Instant slot = Instant.ofEpochMilli(claim.slotMillis());
      account(claim.job(), slot, slot);
    }
  }

  /** The slots of a job are accounted for one after another, without a gap. */
  private void account(JobName job, Instant from, Instant to) {
    long before = accounted.getOrDefault(job, 0L);
    long period = periods.get(job);
    if (before != 0 && from.toEpochMilli() != before + period) {
      breach(job + " goes on at " + from + " after " + Instant.ofEpochMilli(before));
    }
    firsts.putIfAbsent(job, from.toEpochMilli());
    accounted.put(job, to.toEpochMilli());
  }

  private void ended(RunId run) {
    if (!claimed.containsKey(run) || !ended.add(run)) {
      breach("ended without being open: " + run);
    }
  }

  void breach(String what) {
    if (breaches.size() < 3) {
      breaches.add(what);
    }
  }
}

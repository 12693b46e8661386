package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.JobName;
import dev.tenure.store.Bytes;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of a group's jobs during one term, and the line of what is to be written to them.
 *
 * <p>One commit is under way at a time; what arrives meanwhile goes together into the next one. So
 * the order of a job's writes is the order in which they were asked for, and under load many share
 * a commit. A lost answer is resolved by sending the same commit again: either it is applied now,
 * or the refusal shows that it was applied before, or that the fence is gone.
 *
 * <p>Confined to its loop.
 */
final class TermBook {

  private static final Logger log = LoggerFactory.getLogger(TermBook.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  /** What is known of a job's key; revision zero means that there is none. */
  private record Kept(JobState state, long modRevision) {}

  private static final Kept NOTHING = new Kept(JobState.NONE, 0);

  private final Leadership leadership;
  private final Store store;
  private final LedgerScope scope;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final BiConsumer<JobName, JobState> changed;

  private final Map<JobName, Kept> jobs = new HashMap<>();
  private final Set<JobName> untouchable = new HashSet<>();
  private final Deque<Work> queue = new ArrayDeque<>();
  private @Nullable Flight flight;
  private Work.@Nullable Fate over;
  private boolean pausing;

  /** A leadership that is not held may be held again; one that is over is over. */
  private volatile boolean termOver;

  private int failures;
  private boolean warned;

  TermBook(
      Leadership leadership,
      Store store,
      LedgerScope scope,
      EventLoop loop,
      RandomGenerator random,
      BiConsumer<JobName, JobState> changed) {
    this.changed = changed;
    this.leadership = leadership;
    this.store = store;
    this.scope = scope;
    this.loop = loop;
    this.random = random;
    leadership.ended().whenComplete((nothing, thrown) -> termOver = true);
  }

  Leadership leadership() {
    return leadership;
  }

  boolean isTermOver() {
    return termOver;
  }

  void opened(JobName job, JobState state, long modRevision) {
    jobs.put(job, new Kept(state, modRevision));
    changed.accept(job, state);
  }

  /**
   * The job's key holds what is not ours to replace: nothing of the job is written in this term.
   */
  void leaveAlone(JobName job) {
    untouchable.add(job);
  }

  void submit(Work work) {
    loop.requireInLoop();
    if (over != null) {
      work.done().complete(over);
      return;
    }
    queue.add(work);
    pump();
  }

  private void pump() {
    while (flight == null && !pausing && over == null && !queue.isEmpty()) {
      if (!leadership.held()) {
        dropClaims(termOver ? new Work.Fenced() : new Work.Failed(inDoubt()));
      }
      Flight next = Flight.load(queue, this::present, scope);
      if (next.writesNothing()) {
        next.works().forEach(work -> work.done().complete(new Work.Durable()));
      } else {
        flight = next;
        send(next);
      }
    }
  }

  private void send(Flight sent) {
    commit(sent).whenCompleteAsync((result, thrown) -> answered(sent, result, thrown), loop);
  }

  /** A store that is being closed may throw; that too is an answer. */
  private CompletionStage<CommitResult> commit(Flight sent) {
    try {
      return store.commit(sent.commit(leadership.fence(), scope, job -> kept(job).modRevision()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(Flight sent, @Nullable CommitResult result, @Nullable Throwable thrown) {
    if (result instanceof CommitResult.Committed committed) {
      written(sent, committed.revision());
    } else if (result instanceof CommitResult.Refused refused) {
      refused(sent, refused);
    } else if (result instanceof CommitResult.OutcomeUnknown unknown) {
      sent.sentInVain();
      again(sent, unknown.cause());
    } else {
      failed(sent, storeException(thrown));
    }
  }

  private void written(Flight sent, long revision) {
    sent.next()
        .forEach(
            (job, state) -> {
              jobs.put(job, new Kept(state, revision));
              changed.accept(job, state);
            });
    if (warned) {
      log.info("the ledger of group {} is written again", scope.group());
    }
    warned = false;
    failures = 0;
    flight = null;
    sent.works().forEach(work -> work.done().complete(new Work.Durable()));
    pump();
  }

  private void refused(Flight sent, CommitResult.Refused refused) {
    Entry leader = refused.guarded().get(leadership.key());
    if (leader == null || leader.createRevision() != leadership.term().number()) {
      end(
          sent,
          sent.ambiguous()
              ? new Work.Unknown("the term ended before a lost answer was made up for")
              : new Work.Fenced());
      return;
    }
    if (sent.values().entrySet().stream()
        .allMatch(write -> holds(refused, write.getKey(), write.getValue()))) {
      written(sent, revisionOf(refused, sent.values().keySet().iterator().next()));
      return;
    }
    adoptForeign(sent, refused);
    send(sent);
  }

  private boolean holds(CommitResult.Refused refused, JobName job, Bytes value) {
    Entry entry = refused.guarded().get(scope.key(job));
    return entry != null && entry.value().equals(value);
  }

  private long revisionOf(CommitResult.Refused refused, JobName job) {
    Entry entry = refused.guarded().get(scope.key(job));
    return entry == null ? 0 : entry.modRevision();
  }

  /** The leader is the only writer of these keys; what somebody else wrote gives way. */
  private void adoptForeign(Flight sent, CommitResult.Refused refused) {
    for (JobName job : sent.values().keySet()) {
      Kept known = kept(job);
      long revision = revisionOf(refused, job);
      if (revision != known.modRevision()) {
        log.warn(
            "key {} was changed or deleted by somebody else at revision {}; the leader's record"
                + " replaces it",
            scope.key(job),
            revision);
        jobs.put(job, new Kept(known.state(), revision));
      }
    }
  }

  private void failed(Flight sent, StoreException cause) {
    if (cause.kind() == StoreException.Kind.UNAVAILABLE || sent.ambiguous()) {
      again(sent, cause);
      return;
    }
    warn(cause);
    flight = null;
    List<Work> kept = new ArrayList<>();
    for (Work work : sent.works()) {
      if (work.claim()) {
        work.done().complete(new Work.Failed(cause));
      } else {
        kept.add(work);
      }
    }
    for (int i = kept.size() - 1; i >= 0; i--) {
      queue.addFirst(kept.get(i));
    }
    if (!kept.isEmpty() && termOver) {
      endAll(new Work.Unknown(cause.toString()));
    } else if (!kept.isEmpty()) {
      pausing = true;
      loop.schedule(pause(), this::resume);
    } else {
      pump();
    }
  }

  private void resume() {
    pausing = false;
    pump();
  }

  private void again(Flight sent, StoreException cause) {
    warn(cause);
    if (termOver) {
      end(sent, new Work.Unknown(cause.toString()));
      return;
    }
    loop.schedule(pause(), () -> send(sent));
  }

  private void end(Flight sent, Work.Fate fate) {
    flight = null;
    over = new Work.Fenced();
    sent.works().forEach(work -> work.done().complete(fate));
    endAll(new Work.Fenced());
  }

  private void endAll(Work.Fate fate) {
    over = new Work.Fenced();
    List<Work> left = List.copyOf(queue);
    queue.clear();
    left.forEach(work -> work.done().complete(fate));
  }

  private void dropClaims(Work.Fate fate) {
    List<Work> claims = queue.stream().filter(Work::claim).toList();
    queue.removeAll(claims);
    claims.forEach(work -> work.done().complete(fate));
  }

  /**
   * Once, and not when the term is past its deadline: what is to be said then is that the term is
   * lost.
   */
  private void warn(StoreException cause) {
    if (!warned && leadership.held()) {
      warned = true;
      log.warn(
          "the ledger of group {} cannot be written, trying again for as long as term {} lasts:"
              + " {}",
          scope.group(),
          leadership.term(),
          cause.getMessage());
    }
    failures++;
  }

  private StoreException inDoubt() {
    return new StoreException(
        StoreException.Kind.UNAVAILABLE,
        "term " + leadership.term() + " is in doubt until its session is renewed",
        null);
  }

  private Duration pause() {
    return BACKOFF.wait(Math.max(1, failures), random);
  }

  private Optional<JobState> present(JobName job) {
    return untouchable.contains(job) ? Optional.empty() : Optional.of(kept(job).state());
  }

  private Kept kept(JobName job) {
    return jobs.getOrDefault(job, NOTHING);
  }

  static StoreException storeException(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof StoreException known) {
      return known;
    }
    return new StoreException(
        StoreException.Kind.INVALID, "the store answered in no known way: " + cause, cause);
  }
}

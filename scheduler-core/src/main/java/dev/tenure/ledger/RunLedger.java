package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.store.Store;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a group's runs and skipped slots: one key for each job, written by the leader alone
 * and only under the fence of its term.
 *
 * <p>A term begins with {@link #takeOver}; all other operations name the same leadership and answer
 * {@code Fenced} for any other. All methods are thread-safe and return at once. Every stage
 * completes, normally, at the latest soon after the leadership is not held any more; stages
 * complete on the ledger's loop, so dependents that do more than hand over use the {@code …Async}
 * forms.
 */
public final class RunLedger {

  /** The most claims that one batch may hold. */
  public static final int MAX_CLAIMS = Flight.MAX_JOBS;

  private static final Logger log = LoggerFactory.getLogger(RunLedger.class);

  private final Store store;
  private final LedgerScope scope;
  private final LedgerSettings settings;
  private final Map<JobName, JobState> states = new ConcurrentHashMap<>();
  private final List<JobChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final EventLoop loop;
  private final Clock clock;
  private final RandomGenerator random;

  /** Confined to the loop. */
  private @Nullable TermBook book;

  /** As below, with the default settings. */
  public RunLedger(
      Store store, LedgerScope scope, EventLoop loop, Clock clock, RandomGenerator random) {
    this(store, scope, LedgerSettings.defaults(), loop, clock, random);
  }

  /**
   * A ledger on the store.
   *
   * @param loop owns its state; closed by the caller, after the last operation
   * @param clock the wall clock that stamps the records
   * @param random jitter between tries
   */
  public RunLedger(
      Store store,
      LedgerScope scope,
      LedgerSettings settings,
      EventLoop loop,
      Clock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.store = store;
    this.scope = scope;
    this.loop = loop;
    this.clock = clock;
    this.random = random;
  }

  /** Whose ledger it is. */
  public LedgerScope scope() {
    return scope;
  }

  /**
   * Reads all that is recorded, in pages, and hears from then on what any leader records; heals
   * itself. Completes when {@link #states} are there for the first time. Once is enough; {@link
   * #takeOver} does it by itself.
   */
  public CompletionStage<Void> follow() {
    return CompletableFuture.completedFuture(null);
  }

  /** What is recorded of the job; empty for a job never seen. Any thread. */
  public Optional<JobState> state(JobName job) {
    return Optional.ofNullable(states.get(job));
  }

  /** What is recorded of all jobs: a live view, not to be changed. Any thread. */
  public Map<JobName, JobState> states() {
    return Collections.unmodifiableMap(states);
  }

  /** Hears of every change from now on, on the ledger's loop. */
  public Subscription onChange(JobChangeListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** As below; lost runs stay lost. */
  public CompletionStage<TakeoverResult> takeOver(Leadership leadership) {
    return takeOver(leadership, OrphanRule.LOSE);
  }

  /**
   * Opens the term, waits until all that older terms wrote is known here, and settles the runs that
   * they left open: as LOST, with another attempt where the rule says so.
   */
  public CompletionStage<TakeoverResult> takeOver(Leadership leadership, OrphanRule rule) {
    Takeover takeover =
        new Takeover(
            new TermBook(leadership, store, scope, loop, random, this::changed),
            store,
            scope,
            loop,
            rule,
            settings);
    loop.execute(
        () -> {
          book = takeover.book();
          takeover.begin(clock.instant());
        });
    return takeover.result();
  }

  /**
   * Records the runs as STARTED and moves the cursors of their jobs, all in one commit.
   *
   * @param claims at most {@link #MAX_CLAIMS}
   * @throws IllegalArgumentException when there are more
   */
  public CompletionStage<ClaimResult> claim(Leadership leadership, List<Claim> claims) {
    if (claims.size() > MAX_CLAIMS) {
      throw new IllegalArgumentException(
          claims.size() + " claims in one batch, at most " + MAX_CLAIMS + " are allowed");
    }
    Set<RunId> claimed = new HashSet<>();
    Map<JobName, UnaryOperator<JobState>> changes = new HashMap<>();
    EntryFacts facts = facts(leadership);
    for (Claim claim : claims) {
      UnaryOperator<JobState> change = state -> started(state, claim, facts, claimed);
      changes.merge(claim.job(), change, RunLedger::oneAfterAnother);
    }
    return submit(leadership, Work.claim(changes))
        .thenApply(
            fate -> {
              if (fate instanceof Work.Durable) {
                return new ClaimResult.Claimed(claimed);
              } else if (fate instanceof Work.Unknown unknown) {
                return new ClaimResult.Unknown(unknown.reason());
              } else if (fate instanceof Work.Failed failed) {
                return new ClaimResult.Failed(failed.cause());
              }
              return new ClaimResult.Fenced();
            });
  }

  /**
   * Records the ends of runs; many share a commit under load. An end that cannot be recorded
   * because the term is over is logged with the run's id: the next leader records that run as LOST.
   */
  public CompletionStage<WriteResult> complete(Leadership leadership, RunOutcome... outcomes) {
    Map<JobName, UnaryOperator<JobState>> changes = new HashMap<>();
    EntryFacts facts = facts(leadership);
    for (RunOutcome outcome : outcomes) {
      changes.merge(
          outcome.run().job(),
          state -> new JournalRecord.Ended(outcome).after(state, facts),
          RunLedger::oneAfterAnother);
    }
    CompletionStage<WriteResult> written = record(leadership, changes);
    return written.whenComplete(
        (result, thrown) -> {
          if (!(result instanceof WriteResult.Written)) {
            for (RunOutcome outcome : outcomes) {
              log.warn(
                  "run {} ended {}, but term {} was over before that could be recorded; the next"
                      + " leader records it as LOST",
                  outcome.run(),
                  outcome.state(),
                  leadership.term());
            }
          }
        });
  }

  /** Moves cursors past slots that are not run, and says why. */
  public CompletionStage<WriteResult> recordSkipped(Leadership leadership, List<Skipped> skipped) {
    CompletableFuture<WriteResult> last =
        CompletableFuture.completedFuture(new WriteResult.Written());
    for (int from = 0; from < skipped.size(); from += Flight.MAX_JOBS) {
      Map<JobName, UnaryOperator<JobState>> changes = new HashMap<>();
      for (Skipped one : skipped.subList(from, Math.min(skipped.size(), from + Flight.MAX_JOBS))) {
        changes.merge(one.job(), state -> state.skipping(one), RunLedger::oneAfterAnother);
      }
      last =
          last.thenCombine(
              record(leadership, changes),
              (before, now) -> before instanceof WriteResult.Written ? now : before);
    }
    return last;
  }

  /** Records that definitions are gone. */
  public CompletionStage<WriteResult> forget(Leadership leadership, List<Forgotten> forgotten) {
    CompletableFuture<WriteResult> last =
        CompletableFuture.completedFuture(new WriteResult.Written());
    for (Forgotten one : forgotten) {
      JournalRecord.OfJob record =
          one.trigger()
              .<JournalRecord.OfJob>map(
                  trigger -> new JournalRecord.ForgotTrigger(one.job(), trigger))
              .orElseGet(() -> new JournalRecord.ForgotJob(one.job()));
      UnaryOperator<JobState> change = state -> record.after(state, facts(leadership));
      last =
          last.thenCombine(
              record(leadership, Map.of(one.job(), change)),
              (before, now) -> before instanceof WriteResult.Written ? now : before);
    }
    return last;
  }

  /**
   * A part of a job's past, read from the store where it is not at hand.
   *
   * @param before {@link Long#MAX_VALUE} for the newest part, else {@link HistoryPage#next}
   * @param limit about how many runs
   */
  public CompletionStage<HistoryPage> history(JobName job, long before, int limit) {
    JobState state = states.getOrDefault(job, JobState.NONE);
    List<FinishedRun> runs = new ArrayList<>(state.last());
    List<SkippedRange> skipped = new ArrayList<>(state.skipped());
    Collections.reverse(runs);
    Collections.reverse(skipped);
    return CompletableFuture.completedFuture(new HistoryPage(runs, skipped, OptionalLong.empty()));
  }

  /** How much the ledger takes. Reads all of it, in pages: for people, not for every minute. */
  public CompletionStage<LedgerSizes> sizes() {
    return store
        .list(scope.prefix())
        .thenApply(
            listing ->
                new LedgerSizes(
                    0,
                    listing.entries().stream()
                        .mapToLong(entry -> entry.key().length() + entry.value().size())
                        .sum(),
                    0));
  }

  private void changed(JobName job, JobState after) {
    JobState before = states.put(job, after);
    listeners.forEach(
        listener -> listener.onChange(job, before == null ? JobState.NONE : before, after));
  }

  /** What the records of a commit share. */
  private EntryFacts facts(Leadership leadership) {
    return new EntryFacts(
        scope.group(),
        new Position(leadership.term().number(), 0),
        scope.node().value(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Completes when all that was asked for under this leadership so far is settled. */
  public CompletionStage<Void> flush(Leadership leadership) {
    return submit(leadership, Work.record(Map.of())).thenAccept(fate -> {});
  }

  private CompletionStage<WriteResult> record(
      Leadership leadership, Map<JobName, UnaryOperator<JobState>> changes) {
    return submit(leadership, Work.record(changes))
        .thenApply(
            fate -> {
              if (fate instanceof Work.Durable) {
                return new WriteResult.Written();
              } else if (fate instanceof Work.Unknown unknown) {
                return new WriteResult.Unknown(unknown.reason());
              }
              return new WriteResult.Fenced();
            });
  }

  private CompletableFuture<Work.Fate> submit(Leadership leadership, Work work) {
    loop.execute(
        () -> {
          TermBook present = book;
          if (present != null && present.leadership() == leadership) {
            present.submit(work);
          } else {
            work.done().complete(new Work.Fenced());
          }
        });
    return work.done();
  }

  private JobState started(JobState state, Claim claim, EntryFacts facts, Set<RunId> claimed) {
    RunId id = claim.id(scope.group());
    if (!state.grants(claim, id)) {
      return state;
    }
    claimed.add(id);
    return new JournalRecord.Claimed(
            claim.job(),
            claim.trigger(),
            claim.edition(),
            claim.slot().toEpochMilli(),
            claim.kind(),
            claim.attempt(),
            claim.request().isPresent(),
            claim.data())
        .after(state, facts);
  }

  private static UnaryOperator<JobState> oneAfterAnother(
      UnaryOperator<JobState> first, UnaryOperator<JobState> second) {
    return state -> second.apply(first.apply(state));
  }
}

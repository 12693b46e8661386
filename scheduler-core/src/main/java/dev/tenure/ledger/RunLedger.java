package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a group's runs and skipped slots: a journal, and states of the jobs that it is
 * folded into. Every node follows it; the leader alone writes it, and only under the fence of its
 * term.
 *
 * <p>A term begins with {@link #takeOver}; all other writing operations name the same leadership
 * and answer {@code Fenced} for any other. All methods are thread-safe and return at once. Every
 * stage of a writing operation completes, normally, at the latest soon after the leadership is not
 * held any more. Stages complete on the ledger's loop, or on a thread of the store, so dependents
 * that do more than hand over use the {@code …Async} forms.
 */
public final class RunLedger {

  /** The most claims that one batch may hold. */
  public static final int MAX_CLAIMS = 1000;

  /** The most claims of one batch that fulfil a request: each deletes a key beside the entry. */
  public static final int MAX_REQUESTED = Append.MAX_WRITES;

  /** How many records one piece of work holds at most, where they need not stay together. */
  private static final int AT_ONCE = 500;

  private static final Logger log = LoggerFactory.getLogger(RunLedger.class);

  private final LedgerScope scope;
  private final EventLoop loop;
  private final LedgerIndex index = new LedgerIndex();
  private final LedgerParts parts;
  private final History history;

  private final Queue<Submitted> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean emptying = new AtomicBoolean();

  /** Confined to the loop. */
  private @Nullable TermBook book;

  private final OwnRights rights;

  /** What the present leader, if it is this node, sees of such rights. Confined to the loop. */
  private @Nullable InheritedRights inherited;

  private record Submitted(Leadership leadership, Work work) {}

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
    this.scope = scope;
    this.loop = loop;
    KnownNames names = new KnownNames();
    JournalTail tail = new JournalTail(store, scope, index, names, loop, random);
    parts = new LedgerParts(store, scope, settings, index, tail, names, loop, clock, random);
    history = new History(parts);
    rights = new OwnRights(parts);
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
    CompletableFuture<Void> ready = new CompletableFuture<>();
    loop.execute(() -> parts.tail().follow().thenRun(() -> ready.complete(null)));
    return ready;
  }

  /** Ends the following. */
  public void stop() {
    loop.execute(
        () -> {
          parts.tail().stop();
          rights.stop();
          if (inherited != null) {
            inherited.stop();
          }
        });
  }

  /** The store's revision up to which this node has read; zero before it has. Any thread. */
  public long revision() {
    return parts.tail().seenRevision();
  }

  /** What is recorded of the job; empty for a job never seen. Any thread. */
  public Optional<JobState> state(JobName job) {
    return index.state(job);
  }

  /** What is recorded of all jobs: a live view, not to be changed. Any thread. */
  public Map<JobName, JobState> states() {
    return index.states();
  }

  /** Hears of every change from now on, on the ledger's loop. */
  public Subscription onChange(JobChangeListener listener) {
    return index.onChange(listener);
  }

  /** As below; lost runs stay lost. */
  public CompletionStage<TakeoverResult> takeOver(Leadership leadership) {
    return takeOver(leadership, OrphanRule.LOSE);
  }

  /**
   * Opens the term, waits until all that older terms wrote is known here, and settles the runs that
   * they left open: as LOST, with another attempt where the rule says so. Runs that an older leader
   * has the right to finish stay open; from then on their ends are taken in as they come, and what
   * is open when such a right ends is settled in the same way.
   */
  public CompletionStage<TakeoverResult> takeOver(Leadership leadership, OrphanRule rule) {
    return takeOver(leadership, rule, CompletableFuture.completedFuture(true));
  }

  /**
   * The same, while what the rule goes by is still being read: runs are settled once it can answer.
   *
   * @param ruleKnows true when the rule can be asked; false, or a failure, ends the takeover
   */
  public CompletionStage<TakeoverResult> takeOver(
      Leadership leadership, OrphanRule rule, CompletionStage<Boolean> ruleKnows) {
    CompletableFuture<TakeoverResult> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (book != null) {
            book.close();
          }
          if (inherited != null) {
            inherited.stop();
          }
          TermBook opened = new TermBook(leadership, parts);
          book = opened;
          Settlement settlement = new Settlement(opened, parts, rule);
          InheritedRights older = new InheritedRights(opened, parts, settlement);
          inherited = older;
          Takeover takeover = new Takeover(opened, parts, settlement, older, ruleKnows);
          takeover.result().thenAccept(result::complete);
          takeover.begin();
        });
    return result;
  }

  /**
   * Records the runs as STARTED and moves the cursors of their triggers, all in one transaction.
   *
   * @param claims at most {@link #MAX_CLAIMS}, of which at most {@link #MAX_REQUESTED} fulfil
   *     requests
   * @throws IllegalArgumentException when there are more, or when data passed to a run cannot be
   *     kept
   */
  public CompletionStage<ClaimResult> claim(Leadership leadership, List<Claim> claims) {
    if (claims.size() > MAX_CLAIMS) {
      throw new IllegalArgumentException(
          claims.size() + " claims in one batch, at most " + MAX_CLAIMS + " are allowed");
    }
    long requested = claims.stream().filter(claim -> claim.request().isPresent()).count();
    if (requested > MAX_REQUESTED) {
      throw new IllegalArgumentException(
          requested
              + " claims for requests in one batch, at most "
              + MAX_REQUESTED
              + " are allowed");
    }
    List<Intent> intents = new ArrayList<>();
    for (Claim claim : claims) {
      check(claim.data());
      intents.add(new Intent.Start(claim, claim.id(scope.group())));
    }
    return submit(leadership, Work.claim(intents)).thenApply(RunLedger::claimed);
  }

  private static ClaimResult claimed(Work.Fate fate) {
    if (fate instanceof Work.Durable durable) {
      Set<RunId> runs = new HashSet<>();
      durable.recorded().forEach(intent -> runs.add(((Intent.Start) intent).id()));
      return new ClaimResult.Claimed(runs);
    } else if (fate instanceof Work.Unknown unknown) {
      return new ClaimResult.Unknown(unknown.reason());
    } else if (fate instanceof Work.Failed failed) {
      return new ClaimResult.Failed(failed.cause());
    }
    return new ClaimResult.Fenced();
  }

  /**
   * Records the ends of runs; many share a transaction under load. When the term was {@linkplain
   * #handOver handed over}, they are recorded under the right that is left of it. An end that
   * cannot be recorded because the term is over is logged with the run's id: the next leader
   * records that run as LOST.
   *
   * @throws IllegalArgumentException when data is to be kept that cannot be kept
   */
  public CompletionStage<WriteResult> complete(Leadership leadership, RunOutcome... outcomes) {
    CompletionStage<WriteResult> all = CompletableFuture.completedFuture(new WriteResult.Written());
    for (RunOutcome outcome : outcomes) {
      outcome.data().ifPresent(data -> check(data.values()));
      all = both(all, complete(leadership, outcome));
    }
    return all;
  }

  private CompletionStage<WriteResult> complete(Leadership leadership, RunOutcome outcome) {
    return record(leadership, List.of(new Intent.Plain(new JournalRecord.Ended(outcome))))
        .whenComplete(
            (result, thrown) -> {
              if (!(result instanceof WriteResult.Written)) {
                log.warn(
                    "run {} ended {}, but term {} was over before that could be recorded; the next"
                        + " leader records it as LOST",
                    outcome.run(),
                    outcome.state(),
                    leadership.term());
              }
            });
  }

  /**
   * Ends a term whose runs go on: all that was asked for is written, then the right to record the
   * ends of those that are open is put, in the last transaction of the term; from then on {@link
   * #complete} with this leadership goes by that right, until the last of them has ended, or the
   * session is over, or somebody takes the right away. Nothing else can be recorded in the term any
   * more. After a refusal ends can be recorded as long as the term lasts.
   *
   * @param leadership still held; nothing begins under it any more
   * @param session another leadership of this node, which lasts: its lease carries the right
   */
  public CompletionStage<HandOverResult> handOver(
      Leadership leadership, Leadership session, RightListener listener) {
    CompletableFuture<HandOverResult> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          emptyInbox();
          TermBook present = book;
          if (present == null || present.leadership() != leadership) {
            result.complete(new HandOverResult.Refused(leadership + " is over"));
          } else if (!session.held()) {
            result.complete(new HandOverResult.Refused("the session of this node is not held"));
          } else {
            present
                .finish()
                .thenCompose(
                    whole ->
                        whole
                            ? rights.ask(present, session, listener, left -> refused(present, left))
                            : CompletableFuture.<HandOverResult>completedFuture(
                                new HandOverResult.Refused(leadership + " is over")))
                .thenAccept(result::complete);
          }
        });
    return result;
  }

  private void refused(TermBook finished, List<Work> waiting) {
    if (book == finished) {
      waiting.forEach(work -> inbox.add(new Submitted(finished.leadership(), work)));
      finished.reopen();
      emptyInbox();
    } else {
      waiting.forEach(work -> work.done().complete(new Work.Fenced()));
    }
  }

  /**
   * Gives back what rights this node has to record ends after its terms, once what was asked for is
   * written. What is still open is settled by the leader.
   */
  public CompletionStage<Void> giveBack() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          emptyInbox();
          rights.giveBack().thenRun(() -> done.complete(null));
        });
    return done;
  }

  /**
   * Asks the node that finishes a run of an older term to interrupt it; durable when the stage
   * completes.
   *
   * @return whether there is such a node; false as well when the leadership is over
   */
  public CompletionStage<Boolean> interrupt(Leadership leadership, RunId run, String reason) {
    CompletableFuture<Boolean> marked = new CompletableFuture<>();
    loop.execute(
        () -> {
          InheritedRights older = inherited;
          if (older == null || !older.isOf(leadership)) {
            marked.complete(false);
          } else {
            older.interrupt(run, reason).thenAccept(marked::complete);
          }
        });
    return marked;
  }

  private static void check(Map<String, Object> data) {
    if (!data.isEmpty()) {
      KeptData.check(data);
    }
  }

  /** Moves cursors past slots that are not run, and says why. */
  public CompletionStage<WriteResult> recordSkipped(Leadership leadership, List<Skipped> skipped) {
    List<Intent> intents = new ArrayList<>();
    skipped.forEach(one -> intents.add(new Intent.Plain(new JournalRecord.Passed(one))));
    return recordAll(leadership, intents);
  }

  /** Records that definitions are gone. */
  public CompletionStage<WriteResult> forget(Leadership leadership, List<Forgotten> forgotten) {
    List<Intent> intents = new ArrayList<>();
    for (Forgotten one : forgotten) {
      JournalRecord.OfJob record =
          one.trigger().isPresent()
              ? new JournalRecord.ForgotTrigger(one.job(), one.trigger().get())
              : new JournalRecord.ForgotJob(one.job());
      intents.add(new Intent.Plain(record));
    }
    return recordAll(leadership, intents);
  }

  /** Completes when all that was asked for under this leadership so far is settled. */
  public CompletionStage<Void> flush(Leadership leadership) {
    return submit(leadership, Work.record(List.of())).thenAccept(fate -> {});
  }

  /**
   * A part of a job's past: what is at hand first, then chunk by chunk from the store.
   *
   * @param before {@link Long#MAX_VALUE} for the newest part, else {@link HistoryPage#next}
   * @param limit how many runs are enough; the part may hold some more
   */
  public CompletionStage<HistoryPage> history(JobName job, long before, int limit) {
    return history.pages(job, before, limit);
  }

  /**
   * All that is kept of a job, as of the moment of a state of it that {@link #states} held: what is
   * at hand, and all chunks from the store.
   */
  public CompletionStage<JobPast> past(JobName job, JobState state) {
    return new PastReading(parts, job, state).read();
  }

  /** Keys of the group's journal and states that cannot be read, and what is wrong with them. */
  public CompletionStage<Map<String, String>> problems() {
    CompletableFuture<Map<String, String>> problems = new CompletableFuture<>();
    loop.execute(() -> problems.complete(index.problems(scope)));
    return problems;
  }

  /** How much the ledger takes. Reads all of it, in pages: for people, not for every minute. */
  public CompletionStage<LedgerSizes> sizes() {
    return history.sizes();
  }

  private CompletionStage<WriteResult> recordAll(Leadership leadership, List<Intent> intents) {
    CompletionStage<WriteResult> all = CompletableFuture.completedFuture(new WriteResult.Written());
    for (int from = 0; from < intents.size(); from += AT_ONCE) {
      List<Intent> some = intents.subList(from, Math.min(intents.size(), from + AT_ONCE));
      all = both(all, record(leadership, some));
    }
    return all;
  }

  private static CompletionStage<WriteResult> both(
      CompletionStage<WriteResult> one, CompletionStage<WriteResult> other) {
    return one.thenCombine(
        other, (first, second) -> first instanceof WriteResult.Written ? second : first);
  }

  private CompletionStage<WriteResult> record(Leadership leadership, List<Intent> intents) {
    return submit(leadership, Work.record(intents))
        .thenApply(
            fate -> {
              if (fate instanceof Work.Durable) {
                return new WriteResult.Written();
              } else if (fate instanceof Work.Unknown unknown) {
                return new WriteResult.Unknown(unknown.reason());
              } else if (fate instanceof Work.Failed failed) {
                return new WriteResult.Unknown(failed.cause().toString());
              }
              return new WriteResult.Fenced();
            });
  }

  /** What comes while the loop is busy waits together, and is taken up together. */
  private CompletableFuture<Work.Fate> submit(Leadership leadership, Work work) {
    inbox.add(new Submitted(leadership, work));
    if (emptying.compareAndSet(false, true)) {
      loop.execute(this::emptyInbox);
    }
    return work.done();
  }

  private void route(@Nullable TermBook present, Submitted next) {
    if (rights.take(next.leadership(), next.work())) {
      return;
    }
    if (present != null && present.leadership() == next.leadership()) {
      present.add(next.work());
    } else {
      next.work().done().complete(new Work.Fenced());
    }
  }

  private void emptyInbox() {
    emptying.set(false);
    TermBook present = book;
    Submitted next = inbox.poll();
    while (next != null) {
      route(present, next);
      next = inbox.poll();
    }
    if (present != null) {
      present.pump();
    }
    rights.pump();
  }
}

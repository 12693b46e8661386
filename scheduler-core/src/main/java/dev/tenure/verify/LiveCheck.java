package dev.tenure.verify;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.json.JsonObject;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a live group from the store and judges it; works whether nodes are running or not, and
 * writes nothing.
 *
 * <p>What is read is of different moments, in an order that makes them fit: first who leads; then
 * the ledger, whose states are immutable; then the definitions. A slot that is claimed meanwhile is
 * too young to be judged, and a definition that is changed meanwhile says so itself.
 */
public final class LiveCheck {

  /** How many jobs are read at a time. */
  private static final int AT_ONCE = 64;

  private final Store store;
  private final KeyLayout layout;
  private final Duration sessionTtl;
  private final Duration patience;
  private final Clock clock;

  /**
   * A check.
   *
   * @param store where the cluster is; only read
   * @param sessionTtl how long the cluster's sessions live: what is younger than twice that, and
   *     some seconds, is not judged
   * @param patience how long one step of reading may take
   * @param clock a wall clock that is about as right as those of the nodes
   */
  public LiveCheck(
      Store store, KeyLayout layout, Duration sessionTtl, Duration patience, Clock clock) {
    this.store = new ReadOnlyStore(store);
    this.layout = layout;
    this.sessionTtl = sessionTtl;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Judges a group. Blocks.
   *
   * @param from slots up to this instant are not judged
   * @param to slots after this instant are not judged
   * @throws StoreException when the store cannot be read
   */
  public GroupVerdict check(GroupName group, Optional<Instant> from, Optional<Instant> to) {
    NodeName self = new NodeName("verify");
    LiveFacts.Leader leader = leader(group);
    Set<Long> finishing = finishing(group);
    Instant taken = clock.instant();
    try (ThreadEventLoop loop = new ThreadEventLoop("verify-ledger");
        ThreadEventLoop other = new ThreadEventLoop("verify-definitions")) {
      RunLedger ledger =
          new RunLedger(
              store, new LedgerScope(layout, group, self), loop, clock, new SplittableRandom());
      Definitions definitions =
          new Definitions(
              store,
              new DefinitionScope(layout, group, self),
              other,
              clock,
              new SplittableRandom());
      try {
        await(ledger.follow());
        awaitSettled(ledger, leader, finishing);
        Map<JobName, JobState> states = new HashMap<>(ledger.states());
        Map<String, String> problems = new TreeMap<>(await(ledger.problems()));
        await(definitions.follow());
        problems.putAll(definitions.view().problems());
        leader = leader.term() == 0 ? nobody(group, taken) : leader;
        Instant until = to.filter(taken::isAfter).orElse(taken);
        DefinitionView view = definitions.view();
        LivePlan plans = new LivePlan(group, view, from.orElse(Instant.MIN), until);
        LiveVerdict verdict =
            new LiveVerdict(
                group, sessionTtl, taken, plans, new LiveFacts(group, leader, finishing));
        problems.forEach(verdict::unreadable);
        jobs(ledger, view, states, problems.keySet(), verdict);
        return verdict.result(view.jobNames().size(), leader.node());
      } finally {
        ledger.stop();
        definitions.close();
      }
    }
  }

  private void jobs(
      RunLedger ledger,
      DefinitionView view,
      Map<JobName, JobState> states,
      Set<String> problems,
      LiveVerdict verdict) {
    Set<JobName> names = new TreeSet<>(Comparator.comparing(JobName::value));
    names.addAll(states.keySet());
    names.addAll(view.jobNames());
    Deque<JobName> jobs = new ArrayDeque<>();
    Deque<CompletionStage<JobPast>> pasts = new ArrayDeque<>();
    for (JobName name : names) {
      if (problems.contains(layout.state(verdict.group(), name))) {
        verdict.notReadable(view.triggersOf(name).size());
        continue;
      }
      jobs.add(name);
      pasts.add(ledger.past(name, states.getOrDefault(name, JobState.NONE)));
      if (jobs.size() == AT_ONCE) {
        verdict.job(jobs.remove(), await(pasts.remove()));
      }
    }
    while (!jobs.isEmpty()) {
      verdict.job(jobs.remove(), await(pasts.remove()));
    }
  }

  /** Terms that were handed over and may still report how runs end. */
  private Set<Long> finishing(GroupName group) {
    LedgerScope scope = new LedgerScope(layout, group, new NodeName("verify"));
    Set<Long> terms = new TreeSet<>();
    for (Entry entry : await(store.list(layout.completions(group))).entries()) {
      if (!entry.lease().equals(LeaseId.NONE)) {
        scope.termOfRight(entry.key()).ifPresent(term -> terms.add(term.number()));
      }
    }
    return terms;
  }

  /** A right to report ends may just have ended; what it left is settled within a moment. */
  private void awaitSettled(RunLedger ledger, LiveFacts.Leader leader, Set<Long> finishing) {
    long deadline = System.nanoTime() + sessionTtl.toNanos();
    while (leader.term() != 0
        && System.nanoTime() - deadline < 0
        && ledger.states().values().stream()
            .flatMap(state -> state.open().stream())
            .map(run -> run.term().number())
            .anyMatch(term -> term < leader.term() && !finishing.contains(term))) {
      pause();
    }
  }

  /** Who leads; waits a little for somebody to, as one term may just have ended. */
  private LiveFacts.Leader leader(GroupName group) {
    long deadline = System.nanoTime() + sessionTtl.multipliedBy(2).toNanos();
    Optional<LiveFacts.Leader> leader = present(group);
    while (leader.isEmpty() && System.nanoTime() - deadline < 0) {
      pause();
      leader = present(group);
    }
    return leader.orElse(new LiveFacts.Leader(0, Optional.empty(), Instant.EPOCH));
  }

  /** Still nobody; or somebody by now, who has not had the time to settle anything. */
  private LiveFacts.Leader nobody(GroupName group, Instant taken) {
    return present(group)
        .map(now -> new LiveFacts.Leader(now.term(), now.node(), taken))
        .orElse(new LiveFacts.Leader(0, Optional.empty(), Instant.EPOCH));
  }

  private Optional<LiveFacts.Leader> present(GroupName group) {
    return await(store.list(layout.election(group) + "/")).entries().stream()
        .min(Comparator.comparingLong(Entry::createRevision))
        .map(this::leader);
  }

  private LiveFacts.Leader leader(Entry key) {
    Optional<JsonObject> proclaimed = JsonObject.find(key.value().utf8());
    return new LiveFacts.Leader(
        key.createRevision(),
        proclaimed.flatMap(value -> value.text("node")).or(() -> Optional.of(key.value().utf8())),
        proclaimed.flatMap(value -> value.instant("since")).orElse(clock.instant()));
  }

  private static void pause() {
    new CompletableFuture<Void>().completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).join();
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw new StoreException(failure.kind(), String.valueOf(failure.getMessage()), failure);
      }
      throw new IllegalStateException("the ledger cannot be read", e);
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE, "no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.UNAVAILABLE, "interrupted while reading", e);
    }
  }
}

package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a group is to run, as the store has it: a view in memory that a watch keeps up to date, and
 * changes by compare-and-set from any node.
 *
 * <p>All methods are thread-safe and return at once. Stages complete on the loop, so dependents
 * that do more than hand over use the {@code …Async} forms. An own change is to be seen in the view
 * when its stage completes.
 */
public final class Definitions implements AutoCloseable {

  private final Desk desk;
  private final Tails tails;
  private final Listeners listeners = new Listeners();
  private final Sweeper sweeper;

  /**
   * The definitions of a group; nothing is read before {@link #follow}.
   *
   * @param loop owns their state; closed by the caller, later
   * @param clock the wall clock that stamps what is written
   * @param random ids, and jitter between tries
   */
  public Definitions(
      Store store, DefinitionScope scope, EventLoop loop, Clock clock, RandomGenerator random) {
    Codec codec = new Codec();
    DefinitionIndex index = new DefinitionIndex(scope, codec, listeners);
    Feed feed = new Feed(scope, index, listeners, this::changed);
    tails = feed.tails(store, loop, random);
    desk = new Desk(store, scope, loop, clock, random, codec, index, new Waits(loop, index, tails));
    sweeper = new Sweeper(desk);
  }

  /**
   * Reads everything and follows it from then on; tries until it can, and reads again by itself
   * when the watch lost its place. Completes with the end of the first reading.
   */
  public CompletionStage<Void> follow() {
    CompletableFuture<Void> read = new CompletableFuture<>();
    desk.loop()
        .execute(
            () -> {
              desk.waits().ready(() -> read.complete(null));
              if (!read.isDone()) {
                tails.list();
              }
            });
    return read;
  }

  /** What is defined, as far as the watch told. */
  public DefinitionView view() {
    return desk.index();
  }

  /** The store's revision up to which the definitions were read; zero before they were. */
  public long revision() {
    return tails.seen();
  }

  /** Names for requests. */
  public Ids ids() {
    return desk.ids();
  }

  /** Tells the listener of every change from now on. */
  public Subscription onChange(DefinitionListener listener) {
    return listeners.add(listener);
  }

  /**
   * Makes the change, if everything is as it expects. Never fails exceptionally: what became of it
   * is the result. Waits for a store that cannot be reached, for ten seconds.
   */
  public CompletionStage<ChangeResult> change(Change change) {
    return onLoop(() -> ChangeFlight.send(desk, change));
  }

  /**
   * Builds a change and makes it; when somebody else was faster, builds it again on what is there
   * then, some times. Completes exceptionally with the {@link DefinitionException} of the builder,
   * after having made sure that the view it was built on was not out of date.
   *
   * @param builder called on the loop, perhaps several times: only builds
   */
  public CompletionStage<ChangeResult> decide(Function<Changes, Change> builder) {
    return onLoop(() -> Decision.make(desk, builder));
  }

  /**
   * Makes many changes, several at a time in one commit and several commits at a time, in no order:
   * each of them happens as a whole or not at all, and has its own result. For loading thousands of
   * jobs.
   */
  public CompletionStage<List<ChangeResult>> apply(List<Change> changes) {
    return onLoop(() -> Bulk.make(desk, List.copyOf(changes)));
  }

  /**
   * Writes the term under its own fence and waits until the own watch has told it, and the requests
   * are read: the view then shows everything that was written before.
   *
   * @return true; or false when the term is over
   */
  public CompletionStage<Boolean> takeOver(Leadership leadership) {
    return onLoop(
        () -> {
          CompletionStage<Boolean> told = Barrier.pass(desk, leadership);
          CompletableFuture<Boolean> read = new CompletableFuture<>();
          tails.renewRequests();
          desk.waits().ready(() -> read.complete(true));
          return told.thenCompose(in -> in ? read : CompletableFuture.completedFuture(false));
        });
  }

  /** Asks something of the leader, exactly once; throws nothing, the result says what became. */
  public CompletionStage<ChangeResult> submit(Request request) {
    return submit(request, Optional.empty());
  }

  /** The same, with what is noted of it: in the transaction in which it becomes a request. */
  public CompletionStage<ChangeResult> submit(Request request, Optional<AuditEntry> audit) {
    return onLoop(() -> Submission.send(desk, request, audit));
  }

  /** Removes requests that are done or can never be; those that are gone are none. */
  public CompletionStage<ChangeResult> forget(
      Leadership leadership, Collection<Kept<Request>> requests) {
    List<Change> changes = new ArrayList<>();
    for (Kept<Request> request : requests) {
      Thing thing = new Thing.Asked(request.value().id());
      changes.add(new Change(List.of(new Change.Delete(thing, Expectation.ANY))).under(leadership));
    }
    return apply(changes)
        .thenApply(
            results ->
                results.stream()
                    .filter(result -> !(result instanceof ChangeResult.Changed))
                    .findFirst()
                    .orElseGet(
                        () -> results.isEmpty() ? new ChangeResult.Changed(0) : results.get(0)));
  }

  /** Ends the watch; what is under way ends by itself. Idempotent. */
  @Override
  public void close() {
    desk.loop()
        .execute(
            () -> {
              tails.close();
              sweeper.close();
            });
  }

  /** The view is newer; on the loop. */
  private void changed() {
    desk.waits().check();
    sweeper.check();
  }

  private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> operation) {
    return CompletableFuture.supplyAsync(operation, desk.loop()).thenCompose(Function.identity());
  }
}

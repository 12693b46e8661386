package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a group is to run, as the store has it: a view in memory that a watch keeps up to date, and
 * changes by compare-and-set from any node.
 *
 * <p>All methods are thread-safe and return at once. Stages complete on the loop, so dependents
 * that do more than hand over use the {@code …Async} forms. An own change is to be seen in the view
 * when its stage completes.
 */
@SuppressWarnings("DoNotCallSuggester") // the methods follow
public final class Definitions implements AutoCloseable {

  private final Ids ids;

  /**
   * The definitions of a group; nothing is read before {@link #follow}.
   *
   * @param loop owns their state; closed by the caller, later
   * @param clock the wall clock that stamps what is written
   * @param random ids, and jitter between tries
   */
  public Definitions(
      Store store, DefinitionScope scope, EventLoop loop, Clock clock, RandomGenerator random) {
    ids = new Ids(random);
  }

  /**
   * Reads everything and follows it from then on; tries until it can, and reads again by itself
   * when the watch lost its place. Completes with the end of the first reading.
   */
  public CompletionStage<Void> follow() {
    throw new UnsupportedOperationException();
  }

  /** What is defined, as far as the watch told. */
  public DefinitionView view() {
    throw new UnsupportedOperationException();
  }

  /** Names for requests. */
  public Ids ids() {
    return ids;
  }

  /** Tells the listener of every change from now on. */
  public Subscription onChange(DefinitionListener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes the change, if everything is as it expects. Never fails exceptionally: what became of it
   * is the result. Waits for a store that cannot be reached, for ten seconds.
   */
  public CompletionStage<ChangeResult> change(Change change) {
    throw new UnsupportedOperationException();
  }

  /**
   * Builds a change and makes it; when somebody else was faster, builds it again on what is there
   * then, some times. Completes exceptionally with the {@link DefinitionException} of the builder,
   * after having made sure that the view it was built on was not out of date.
   *
   * @param builder called on the loop, perhaps several times: only builds
   */
  public CompletionStage<ChangeResult> decide(Function<Changes, Change> builder) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes many changes, several at a time in one commit and several commits at a time, in no order:
   * each of them happens as a whole or not at all, and has its own result. For loading thousands of
   * jobs.
   */
  public CompletionStage<List<ChangeResult>> apply(List<Change> changes) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the term under its own fence and waits until the own watch has told it: the view then
   * shows everything that was written before.
   *
   * @return true; or false when the term is over
   */
  public CompletionStage<Boolean> takeOver(Leadership leadership) {
    throw new UnsupportedOperationException();
  }

  /** Asks something of the leader, exactly once; throws nothing, the result says what became. */
  public CompletionStage<ChangeResult> submit(Request request) {
    throw new UnsupportedOperationException();
  }

  /** Removes requests that are done or can never be; those that are gone are none. */
  public CompletionStage<ChangeResult> forget(
      Leadership leadership, Collection<Kept<Request>> requests) {
    throw new UnsupportedOperationException();
  }

  /** Ends the watch; what is under way ends by itself. Idempotent. */
  @Override
  public void close() {}
}

package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Tells of a group's runs as the ledger records them, to somebody who does not run them. What
 * happened before the feed began is not told; after an interruption the newest records are.
 *
 * <p>The listener is called on the loop and must not block.
 */
public final class RunFeed implements AutoCloseable {

  /** Hears of runs. */
  public interface Listener {
    /** A run was claimed. */
    void onClaimed(OpenRun run);

    /** A run has ended. */
    void onEnded(FinishedRun run);

    /** Everything was read anew: perhaps not every run was told. */
    default void onResync() {}
  }

  private final Runnable stop;
  private final Subscription changes;

  private RunFeed(Runnable stop, Subscription changes) {
    this.stop = stop;
    this.changes = changes;
  }

  /** Follows the group's ledger from now on, with an index of its own. */
  public static RunFeed follow(
      Store store, KeyLayout layout, GroupName group, EventLoop loop, Listener listener) {
    RunLedger ledger =
        new RunLedger(
            store,
            new LedgerScope(layout, group, new NodeName("feed")),
            loop,
            Clock.systemUTC(),
            new SplittableRandom());
    Subscription changes = ledger.onChange(telling(listener));
    ledger.follow();
    return new RunFeed(ledger::stop, changes);
  }

  /** Tells of the runs of a ledger that follows already. */
  public static RunFeed of(RunLedger ledger, Listener listener) {
    return new RunFeed(() -> {}, ledger.onChange(telling(listener)));
  }

  private static JobChangeListener telling(Listener listener) {
    return new JobChangeListener() {
      @Override
      public void onChange(JobName job, JobState before, JobState after) {
        for (OpenRun run : after.open()) {
          if (before.openRun(run.id()).isEmpty()) {
            listener.onClaimed(run);
          }
        }
        List<FinishedRun> last = after.last();
        long ended = Math.min(last.size(), after.finished() - before.finished());
        for (int i = last.size() - (int) Math.max(0, ended); i < last.size(); i++) {
          listener.onEnded(last.get(i));
        }
      }

      @Override
      public void onResync() {
        listener.onResync();
      }
    };
  }

  @Override
  public void close() {
    changes.close();
    stop.run();
  }
}

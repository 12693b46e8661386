package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.RunId;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a group's runs as the ledger records them, to somebody who does not run them. What
 * happened before the feed began is not told; after an interruption the newest records are.
 *
 * <p>All state belongs to the loop; the listener is called on it and must not block.
 */
public final class RunFeed implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunFeed.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Hears of runs. */
  public interface Listener {
    /** A run was claimed. */
    void onClaimed(OpenRun run);

    /** A run has ended. */
    void onEnded(FinishedRun run);
  }

  private final Store store;
  private final KeyLayout layout;
  private final GroupName group;
  private final EventLoop loop;
  private final Listener listener;
  private final Map<JobName, Set<RunId>> open = new HashMap<>();
  private final Map<JobName, Set<RunId>> ended = new HashMap<>();
  private long round;
  private @Nullable Watch watch;

  private RunFeed(
      Store store, KeyLayout layout, GroupName group, EventLoop loop, Listener listener) {
    this.store = store;
    this.layout = layout;
    this.group = group;
    this.loop = loop;
    this.listener = listener;
  }

  /** Follows the group's ledger from now on. */
  public static RunFeed follow(
      Store store, KeyLayout layout, GroupName group, EventLoop loop, Listener listener) {
    RunFeed feed = new RunFeed(store, layout, group, loop, listener);
    loop.execute(() -> feed.list(false));
    return feed;
  }

  private void list(boolean tell) {
    long mine = ++round;
    store
        .list(layout.states(group))
        .whenCompleteAsync(
            (listing, failure) -> {
              if (mine != round) {
                return;
              }
              if (failure != null) {
                loop.schedule(RETRY, () -> again(mine, tell));
                return;
              }
              listing.entries().forEach(entry -> read(entry, tell));
              watchFrom(listing.revision() + 1);
            },
            loop);
  }

  private void again(long mine, boolean tell) {
    if (mine == round) {
      list(tell);
    }
  }

  private void watchFrom(long revision) {
    long mine = ++round;
    watch =
        store.watch(
            layout.states(group),
            revision,
            new WatchListener() {
              @Override
              public void onEvent(WatchEvent event) {
                loop.execute(
                    () -> {
                      if (mine == round && event instanceof WatchEvent.Written written) {
                        read(written.entry(), true);
                      }
                    });
              }

              @Override
              public void onBroken(StoreException cause) {
                loop.schedule(RETRY, () -> again(mine, true));
              }
            });
  }

  private void read(Entry entry, boolean tell) {
    JobName job;
    JobState state;
    try {
      job = new JobName(entry.key().substring(layout.states(group).length()));
      state = new JobStateJson(group, job).read(entry.value().utf8());
    } catch (IllegalArgumentException e) {
      log.debug("not the state of a job: {}: {}", entry.key(), e.getMessage());
      return;
    }
    Set<RunId> knownOpen = open.getOrDefault(job, Set.of());
    Set<RunId> knownEnded = ended.getOrDefault(job, Set.of());
    if (tell) {
      state.open().stream()
          .filter(run -> !knownOpen.contains(run.id()))
          .forEach(listener::onClaimed);
      state.last().stream()
          .filter(run -> !knownEnded.contains(run.run().id()))
          .forEach(listener::onEnded);
    }
    open.put(job, state.open().stream().map(OpenRun::id).collect(Collectors.toSet()));
    ended.put(
        job,
        state.last().stream()
            .map(run -> run.run().id())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          round++;
          if (watch != null) {
            watch.close();
          }
        });
  }
}

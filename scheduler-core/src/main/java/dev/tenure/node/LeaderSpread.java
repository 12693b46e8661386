package dev.tenure.node;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.node.FairShare.Advice;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time who leads what, and hands a group over when this node leads more than its
 * fair share: at most one at a time, and at most one in an interval. Reads only.
 *
 * <p>All state belongs to the loop; the public methods may be called from anywhere.
 */
final class LeaderSpread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaderSpread.class);

  /** How often others may be waited for before the second best is done. */
  private static final int PATIENCE = 3;

  /** Leaves a group: as a leader in order, as a follower to stand again behind the others. */
  @FunctionalInterface
  interface Leaving {
    /** Completes when the node stands again. */
    CompletionStage<Void> resign(GroupName group);
  }

  private final NodeName self;
  private final KeyLayout layout;
  private final Store store;
  private final EventLoop loop;
  private final Duration interval;
  private final RandomGenerator random;
  private final Leaving groups;
  private long lastHandOverNanos;
  private int waited;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param interval the least time between two hand-overs by this node
   */
  LeaderSpread(
      NodeName self,
      KeyLayout layout,
      Store store,
      EventLoop loop,
      Duration interval,
      RandomGenerator random,
      Leaving groups) {
    this.self = self;
    this.layout = layout;
    this.store = store;
    this.loop = loop;
    this.interval = interval;
    this.random = random;
    this.groups = groups;
  }

  void start() {
    loop.execute(
        () -> {
          lastHandOverNanos = loop.clock().nanos();
          lookLater();
        });
  }

  /** Twice in an interval, each node at times of its own: two that see the same do not both act. */
  private void lookLater() {
    if (!closed) {
      loop.schedule(interval.dividedBy(4).multipliedBy(1 + random.nextInt(3)), this::look);
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    store
        .list(layout.elections())
        .whenCompleteAsync(
            (candidates, failure) -> {
              if (failure != null) {
                log.debug("who leads what cannot be read, asking again: {}", failure.toString());
                lookLater();
              } else {
                act(candidates);
              }
            },
            loop);
  }

  private void act(Listing candidates) {
    List<GroupQueue> queues = GroupQueue.of(layout, candidates);
    Advice advice = FairShare.advice(queues, self);
    if (advice instanceof Advice.Wait wait && wait.anyway().isPresent() && ++waited > PATIENCE) {
      advice = wait.anyway().get();
    }
    if (closed) {
      return;
    }
    if (advice instanceof Advice.HandOver handOver) {
      handOver(handOver, FairShare.shares(queues));
    } else if (advice instanceof Advice.StepBack back) {
      log.info(
          "group {}: steps back in the queue, for {} to lead next", back.group(), back.before());
      leave(back.group());
    } else {
      lookLater();
    }
  }

  private void handOver(Advice.HandOver handOver, Map<NodeName, Integer> shares) {
    long now = loop.clock().nanos();
    if (now - lastHandOverNanos < interval.toNanos()) {
      lookLater();
      return;
    }
    lastHandOverNanos = now;
    waited = 0;
    log.info(
        "group {}: handed to {}; this node leads {} groups, that one {}",
        handOver.group(),
        handOver.to(),
        shares.get(self),
        shares.get(handOver.to()));
    leave(handOver.group());
  }

  private void leave(GroupName group) {
    groups.resign(group).whenCompleteAsync(this::onLeft, loop);
  }

  private void onLeft(@Nullable Void left, @Nullable Throwable failure) {
    if (failure != null) {
      log.warn("a group could not be handed over: {}", failure.toString());
    }
    lookLater();
  }

  /** Hands nothing over any more. */
  @Override
  public void close() {
    loop.execute(() -> closed = true);
  }
}

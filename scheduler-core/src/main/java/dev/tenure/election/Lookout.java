package dev.tenure.election;

import dev.tenure.election.CrashWatch.Effect;
import dev.tenure.lifeline.Acquaintance;
import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.Lifelines.Line;
import dev.tenure.lifeline.LineEvent;
import dev.tenure.lifeline.ProcessSign;
import dev.tenure.loop.EventLoop;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the process of one candidate ahead: drives a {@link CrashWatch}, and deletes that
 * candidate's key when the process is proved to be gone. Belongs to the election's loop.
 */
final class Lookout implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lookout.class);
  private static final Backoff LATER = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  /** What the owner hears. */
  interface Listener {
    void evicted(Eviction eviction);

    /** The process that was looked for lives. */
    void answered(Endpoint endpoint);
  }

  /** What all lookouts of a candidacy work with. */
  record Tools(
      ElectionName name, Store store, FastPath path, EventLoop loop, RandomGenerator random) {}

  private final Tools tools;
  private final Entry target;
  private final Endpoint endpoint;
  private final Listener listener;
  private CrashWatch.State state = new CrashWatch.Calling(0);
  private boolean mayEvict;
  private boolean closed;
  // Events of a call that is not the present one are dropped.
  private long calls;
  private Line line = () -> {};
  private EventLoop.Timer timer = () -> {};

  Lookout(Tools tools, Entry target, Endpoint endpoint, Listener listener) {
    this.tools = tools;
    this.target = target;
    this.endpoint = endpoint;
    this.listener = listener;
  }

  void begin() {
    apply(CrashWatch.begin());
  }

  /** Whether it watches this very key. */
  boolean watches(Entry candidate) {
    return target.key().equals(candidate.key())
        && target.createRevision() == candidate.createRevision();
  }

  /** Says whether it is this candidate's turn to act. */
  void mayEvict(boolean may) {
    boolean began = may && !mayEvict;
    mayEvict = may;
    if (began) {
      apply(state.onNextInLine());
    }
  }

  @Override
  public void close() {
    closed = true;
    hangUp();
  }

  private void hangUp() {
    calls++;
    timer.cancel();
    line.close();
    line = () -> {};
  }

  private void apply(CrashWatch.Step step) {
    if (!step.next().equals(state)) {
      log.debug("election {}: {}: {} -> {}", tools.name(), endpoint, state, step.next());
    }
    state = step.next();
    if (state instanceof CrashWatch.Over) {
      hangUp();
    }
    step.effects().forEach(this::perform);
  }

  private void perform(Effect effect) {
    if (effect instanceof CrashWatch.Call call) {
      callAfter(call.after(), call.known());
    } else if (effect instanceof CrashWatch.CallLater later) {
      callAfter(LATER.wait(later.times(), tools.random()), later.known());
    } else if (effect instanceof CrashWatch.Evict evict) {
      evict(new Eviction(target.key(), target.createRevision(), endpoint, evict.evidence()));
    }
  }

  private void callAfter(Duration wait, Optional<Acquaintance> known) {
    hangUp();
    if (wait.isZero()) {
      call(known);
    } else {
      timer = tools.loop().schedule(wait, () -> call(known));
    }
  }

  private void call(Optional<Acquaintance> known) {
    if (closed) {
      return;
    }
    long mine = ++calls;
    line =
        tools
            .path()
            .lifelines()
            .call(endpoint, known, event -> tools.loop().execute(() -> onLineEvent(mine, event)));
  }

  private void onLineEvent(long mine, LineEvent event) {
    if (mine == calls && !closed) {
      if (event instanceof LineEvent.Answered) {
        listener.answered(endpoint);
      }
      apply(state.on(event, tools.loop().clock().nanos(), mayEvict));
    }
  }

  /** One transaction that compares the create revision: it hits this very key or nothing. */
  private void evict(Eviction eviction) {
    Commit delete =
        new Commit(
            List.of(new Commit.CreatedAt(eviction.key(), eviction.createRevision())),
            List.of(new Commit.Delete(eviction.key())));
    tools
        .store()
        .commit(delete)
        .whenCompleteAsync((result, failure) -> onAnswer(eviction, result, failure), tools.loop());
  }

  private void onAnswer(Eviction eviction, CommitResult result, Throwable failure) {
    if (result instanceof CommitResult.Committed) {
      log.info(
          "election {}: evicted {} (revision {}, process at {}): {}",
          tools.name(),
          eviction.key(),
          eviction.createRevision(),
          endpoint,
          eviction.evidence());
      listener.evicted(eviction);
      giveLeaseBack(eviction);
      apply(state.onSettled());
    } else if (result instanceof CommitResult.Refused) {
      apply(state.onSettled());
    } else if (failure != null && LeaseKeeper.kindOf(failure) != StoreException.Kind.UNAVAILABLE) {
      log.warn(
          "election {}: {} is dead and cannot be evicted, its lease has to run out: {}",
          tools.name(),
          eviction.key(),
          LeaseKeeper.failureOf(failure).getMessage());
      apply(state.onSettled());
    } else {
      log.info(
          "election {}: perhaps evicted {} (revision {}, process at {}), the answer is lost: {}",
          tools.name(),
          eviction.key(),
          eviction.createRevision(),
          endpoint,
          eviction.evidence());
      if (!closed) {
        apply(state.onOutcomeUnknown());
      }
    }
  }

  /**
   * Nobody renews it any more, and its end shows others that the term is no longer believed in:
   * runs that are to be run again need not wait for that. Only where the process is known to be
   * gone; one that lives may believe until its watch has told it.
   */
  private void giveLeaseBack(Eviction eviction) {
    if (eviction.evidence().process() == ProcessSign.GONE) {
      tools
          .store()
          .revoke(target.lease())
          .exceptionally(
              failure -> {
                log.debug("lease {} is left to run out: {}", target.lease(), failure.toString());
                return null;
              });
    }
  }
}

package dev.tenure.election;

import dev.tenure.election.ElectionException.CampaignInProgress;
import dev.tenure.election.ElectionException.Closed;
import dev.tenure.election.ElectionMachine.State;
import dev.tenure.election.ElectionMachine.Step;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Published;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the {@link ElectionMachine}: turns answers of the store, timers and calls into its events
 * and carries out its effects. Every method and every field belongs to the election's loop.
 */
final class Candidate {

  private static final Logger log = LoggerFactory.getLogger(Candidate.class);

  private final Store store;
  private final ElectionName name;
  private final ElectionOptions options;
  private final ElectionRuntime runtime;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final WorkShift work;
  private final Proclaims proclaims;
  private final Published<ElectionState> states;
  private final Published<Optional<Observation>> observations;
  private final QueueTracker tracker;
  private final LeaseReturns returns;
  private final Lookouts lookouts;

  private State state = new ElectionMachine.Idle();
  private boolean tracking;
  private long attempts;
  private int failedCampaigns;
  private @Nullable Supplier<String> standing;
  private long firstInLineNanos;
  private Optional<Entry> observedLeader = Optional.empty();
  private @Nullable CompletableFuture<Leadership> campaign;
  private @Nullable LeaseKeeper keeper;
  private @Nullable Leadership leadership;
  private @Nullable CompletableFuture<Void> closing;
  private Duration drain = Duration.ZERO;
  private final List<CompletableFuture<Void>> resigning = new ArrayList<>();

  Candidate(
      Store store,
      ElectionName name,
      ElectionOptions options,
      ElectionRuntime runtime,
      EventLoop loop,
      LeaderWork work,
      Published<ElectionState> states,
      Published<Optional<Observation>> observations,
      Published<Evictions> evictions) {
    this.store = store;
    this.name = name;
    this.options = options;
    this.runtime = runtime;
    this.loop = loop;
    this.states = states;
    this.observations = observations;
    random = runtime.random().get();
    this.work = new WorkShift(name, work, runtime.callbacks(), loop);
    proclaims = new Proclaims(store, name, loop, () -> leadership, this::fenced);
    tracker = new QueueTracker(store, name, options, loop, random, new Queue());
    returns = new LeaseReturns(store, options, loop, random);
    lookouts = new Lookouts(store, name, runtime.fastPath(), loop, random, evictions);
  }

  void campaign(String value, CompletableFuture<Leadership> won) {
    if (closing != null) {
      won.completeExceptionally(new Closed(name.value()));
    } else if (!state.acceptsCampaign()) {
      won.completeExceptionally(new CampaignInProgress(name.value()));
    } else {
      campaign = won;
      startTracking();
      apply(state.onCampaign(++attempts, value));
    }
  }

  /** Campaigns now and, until somebody resigns, again after every ERROR. */
  void stand(Supplier<String> value) {
    standing = value;
    campaignAgain();
  }

  private void campaignAgain() {
    if (standing != null && closing == null && state.acceptsCampaign()) {
      startTracking();
      apply(state.onCampaign(++attempts, standing.get()));
    }
  }

  private void standAfterError() {
    if (standing != null) {
      loop.schedule(options.retry().wait(++failedCampaigns, random), this::campaignAgain);
    }
  }

  void resign(Duration budget, CompletableFuture<Void> done) {
    standing = null;
    drain = budget;
    resigning.add(done);
    apply(state.onResign());
  }

  void close(Duration budget, CompletableFuture<Void> done) {
    if (closing == null) {
      standing = null;
      closing = done;
      drain = budget;
      apply(state.onClose());
    }
  }

  void startTracking() {
    if (!tracking && closing == null) {
      tracking = true;
      tracker.start();
    }
  }

  void fenced(Leadership fenced) {
    if (fenced == leadership) {
      apply(state.onPlaceGone(placeOf(fenced)));
    }
  }

  void proclaim(String value, CompletableFuture<Void> done) {
    proclaims.add(value, done);
  }

  private void apply(Step step) {
    if (!step.next().equals(state)) {
      log.debug("election {}: {} -> {}", name, state, step.next());
    }
    State before = state;
    state = step.next();
    step.effects().forEach(this::perform);
    if (!before.getClass().equals(state.getClass())) {
      lookOut();
    }
  }

  /** Only who waits in the queue has anybody ahead to look at. */
  private void lookOut() {
    boolean waits = state instanceof ElectionMachine.Waiting;
    lookouts.look(tracker.view(), waits ? ((ElectionMachine.Waiting) state).place() : null);
  }

  private void perform(ElectionEffect effect) {
    if (effect instanceof ElectionEffect.Grant grant) {
      grant(grant.attempt());
    } else if (effect instanceof ElectionEffect.Keep keep) {
      keep(keep.lease(), keep.sentNanos());
    } else if (effect instanceof ElectionEffect.Enqueue enqueue) {
      enqueue(enqueue.lease(), enqueue.value(), 1);
    } else if (effect instanceof ElectionEffect.LookAtQueue) {
      tracker.hurry();
      apply(state.onQueue(tracker.view()));
    } else if (effect instanceof ElectionEffect.Verify verify) {
      firstInLineNanos = loop.clock().nanos();
      verify(verify.place(), 1);
    } else if (effect instanceof ElectionEffect.Lead lead) {
      lead(lead.place());
    } else if (effect instanceof ElectionEffect.EndBelief) {
      endBelief();
    } else if (effect instanceof ElectionEffect.AnnounceFollower) {
      announceFollower();
    } else if (effect instanceof ElectionEffect.AnnounceError error) {
      states.publish(new ElectionState.Error(error.cause()));
      endCampaign(error.cause());
      standAfterError();
    } else if (effect instanceof ElectionEffect.StopWork stop) {
      stopWork(stop.reason());
    } else if (effect instanceof ElectionEffect.Release release) {
      release(release.lease());
    } else if (effect instanceof ElectionEffect.RevokeStray stray) {
      returns.giveBack(stray.lease(), () -> {});
    } else if (effect instanceof ElectionEffect.CancelCampaign) {
      endCampaign(new CancellationException("resigned"));
    } else if (effect instanceof ElectionEffect.TellResigned) {
      resigning.forEach(done -> done.complete(null));
      resigning.clear();
    } else if (effect instanceof ElectionEffect.TellClosed) {
      finish();
    }
  }

  private void grant(long attempt) {
    long sentNanos = loop.clock().nanos();
    store
        .grant(options.ttl())
        .whenCompleteAsync(
            (lease, failure) ->
                apply(
                    failure == null
                        ? state.onGranted(attempt, lease, sentNanos)
                        : state.onGrantFailed(attempt, LeaseKeeper.failureOf(failure))),
            loop);
  }

  private void keep(Lease lease, long sentNanos) {
    keeper =
        new LeaseKeeper(
            store,
            lease,
            sentNanos,
            options.margin(),
            loop,
            runtime.wallClock(),
            new LeaseKeeper.Listener() {
              @Override
              public void renewed(Deadline deadline) {
                if (leadership != null) {
                  leadership.extend(deadline);
                }
              }

              @Override
              public void doubted() {
                if (leadership != null) {
                  leadership.suspend();
                }
              }

              @Override
              public void ended(ElectionException.SessionLost cause) {
                apply(state.onSessionLost(lease.id(), cause));
              }
            });
  }

  /** Put if absent; the same lease finds its own key again, so a lost answer is no trouble. */
  private void enqueue(LeaseId lease, String value, int tries) {
    String key = name.key(lease);
    Commit put =
        new Commit(
            List.of(new Commit.Absent(key)),
            List.of(new Commit.Put(key, Bytes.utf8(value), lease)));
    store
        .commit(put)
        .whenCompleteAsync(
            (result, failure) -> {
              if (!(state instanceof ElectionMachine.Enqueueing now && now.lease().equals(lease))) {
                return;
              }
              if (result instanceof CommitResult.Committed committed) {
                apply(state.onEnqueued(new Place(lease, key, committed.revision())));
              } else if (result instanceof CommitResult.Refused refused
                  && refused.guarded().containsKey(key)) {
                long created = refused.guarded().get(key).createRevision();
                apply(state.onEnqueued(new Place(lease, key, created)));
              } else if (failure != null && definite(failure)) {
                apply(state.onEnqueueFailed(lease, LeaseKeeper.failureOf(failure)));
              } else {
                loop.schedule(
                    options.retry().wait(tries, random), () -> enqueueAgain(lease, value, tries));
              }
            },
            loop);
  }

  private void enqueueAgain(LeaseId lease, String value, int tries) {
    if (state instanceof ElectionMachine.Enqueueing now && now.lease().equals(lease)) {
      enqueue(lease, value, tries + 1);
    }
  }

  private static boolean definite(Throwable failure) {
    return LeaseKeeper.kindOf(failure) != StoreException.Kind.UNAVAILABLE;
  }

  private void verify(Place place, int tries) {
    if (!(state instanceof ElectionMachine.Verifying now && now.place().equals(place))) {
      return;
    }
    store
        .list(name.prefix())
        .whenCompleteAsync(
            (listing, failure) -> {
              if (failure != null && definite(failure)) {
                apply(state.onUnreadable(LeaseKeeper.failureOf(failure)));
              } else if (failure != null) {
                loop.schedule(options.retry().wait(tries, random), () -> verify(place, tries + 1));
              } else {
                judge(place, QueueView.of(listing), listing);
              }
            },
            loop);
  }

  /** A key that was first at some revision stays first for as long as it exists. */
  private void judge(Place place, QueueView fresh, Listing listing) {
    if (!fresh.holds(place)) {
      apply(state.onPlaceGone(place));
    } else if (fresh.isFirst(place)) {
      onProved(place);
    } else {
      apply(state.onOvertaken(place));
      tracker.adopt(listing);
    }
  }

  /** The proof may have waited in the loop through a pause: the deadline has the last word. */
  private void onProved(Place place) {
    if (keeper != null && !keeper.deadline().passed(loop.clock().nanos())) {
      apply(state.onVerified(place));
    }
  }

  private void lead(Place place) {
    LeaseKeeper session = Objects.requireNonNull(keeper);
    Leadership won = new Leadership(place, session.deadline(), loop.clock(), firstInLineNanos);
    leadership = won;
    int failedBefore = failedCampaigns;
    failedCampaigns = 0;
    states.publish(new ElectionState.Leader(won));
    if (campaign != null) {
      campaign.complete(won);
      campaign = null;
    }
    work.begin(won, cause -> onStartFailed(place, cause, failedBefore));
  }

  /** A win whose work cannot start is one more failure in a row, or it would be tried forever. */
  private void onStartFailed(Place place, Throwable cause, int failedBefore) {
    failedCampaigns = Math.max(failedCampaigns, failedBefore);
    apply(state.onWorkFailed(place, cause));
  }

  private void stopWork(StopReason reason) {
    Leadership ending = Objects.requireNonNull(leadership);
    work.end(ending, reason, () -> apply(state.onStopped(placeOf(ending))));
    if (reason == StopReason.RESIGNED) {
      stoppedAfter(ending, drain);
    }
  }

  private void endBelief() {
    Leadership ending = Objects.requireNonNull(leadership);
    ending.end();
    stoppedAfter(ending, options.stopBudget());
  }

  private void stoppedAfter(Leadership ending, Duration budget) {
    loop.schedule(
        budget,
        () -> {
          Place place = placeOf(ending);
          if (state.stopping(place)) {
            log.warn(
                "election {}: the work of {} has not stopped within {} ms; its key is given up",
                name,
                ending,
                budget.toMillis());
            apply(state.onStopped(place));
          }
        });
  }

  private void release(LeaseId lease) {
    if (keeper != null) {
      keeper.stop();
      keeper = null;
    }
    leadership = null;
    returns.giveBack(lease, () -> apply(state.onReleased(lease)));
  }

  private void announceFollower() {
    if (!(states.present() instanceof ElectionState.Follower)) {
      states.publish(new ElectionState.Follower());
    }
  }

  private void endCampaign(Throwable cause) {
    if (campaign != null) {
      campaign.completeExceptionally(cause);
      campaign = null;
    }
  }

  private void finish() {
    lookouts.close();
    if (tracking) {
      tracker.close();
    }
    returns.whenAllBack(() -> Objects.requireNonNull(closing).complete(null));
  }

  private static Place placeOf(Leadership leadership) {
    return new Place(leadership.lease(), leadership.key(), leadership.term().number());
  }

  private final class Queue implements QueueTracker.Listener {
    @Override
    public void changed(QueueView view) {
      Optional<Entry> first = view.first();
      if (observations.present().isEmpty() || !first.equals(observedLeader)) {
        observedLeader = first;
        observations.publish(Optional.of(view.leader()));
      }
      apply(state.onQueue(view));
      lookOut();
    }

    @Override
    public void unreadable(Throwable cause) {
      apply(state.onUnreadable(cause));
    }
  }
}

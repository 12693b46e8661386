package dev.tenure.election;

import dev.tenure.election.ElectionEffect.AnnounceError;
import dev.tenure.election.ElectionEffect.AnnounceFollower;
import dev.tenure.election.ElectionEffect.CancelCampaign;
import dev.tenure.election.ElectionEffect.EndBelief;
import dev.tenure.election.ElectionEffect.Enqueue;
import dev.tenure.election.ElectionEffect.Grant;
import dev.tenure.election.ElectionEffect.Keep;
import dev.tenure.election.ElectionEffect.Lead;
import dev.tenure.election.ElectionEffect.LookAtQueue;
import dev.tenure.election.ElectionEffect.Release;
import dev.tenure.election.ElectionEffect.RevokeStray;
import dev.tenure.election.ElectionEffect.StopWork;
import dev.tenure.election.ElectionEffect.TellClosed;
import dev.tenure.election.ElectionEffect.TellResigned;
import dev.tenure.election.ElectionEffect.Verify;
import dev.tenure.election.ElectionException.CampaignFailed;
import dev.tenure.election.ElectionException.SessionLost;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import java.util.List;

/**
 * The candidacy as a pure function: (state, event) to (next state, effects). No clock, no I/O, no
 * threads. Each state is a record that answers every event; an event that means nothing to a state
 * leaves it as it is.
 *
 * <p>The picture is in {@code docs/architecture.md}; what it must never do is checked by the
 * simulation.
 */
final class ElectionMachine {

  private ElectionMachine() {}

  /** The next state and what is to be done, in order. */
  record Step(State next, List<ElectionEffect> effects) {
    Step {
      effects = List.copyOf(effects);
    }

    static Step to(State next, ElectionEffect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  /** What is to follow once the present candidacy is cleared away. */
  sealed interface Then {
    /** Nothing. */
    record Rest() implements Then {}

    /** Another campaign, asked for meanwhile. */
    record Campaign(long attempt, String value) implements Then {}

    /** The end of the object. */
    record Close() implements Then {}
  }

  static final Then REST = new Then.Rest();
  static final Then CLOSE = new Then.Close();

  /** A state of the candidacy. */
  sealed interface State {

    /** Whether a campaign may be asked for now. */
    default boolean acceptsCampaign() {
      return false;
    }

    /** Whether the work of this place is stopping and its key is still to be given up. */
    default boolean stopping(Place place) {
      return false;
    }

    default Step onCampaign(long attempt, String value) {
      return Step.to(this);
    }

    Step onResign();

    Step onClose();

    default Step onGranted(long attempt, Lease lease, long sentNanos) {
      return Step.to(this, new RevokeStray(lease.id()));
    }

    default Step onGrantFailed(long attempt, Throwable cause) {
      return Step.to(this);
    }

    default Step onEnqueued(Place place) {
      return Step.to(this);
    }

    default Step onEnqueueFailed(LeaseId lease, Throwable cause) {
      return Step.to(this);
    }

    default Step onQueue(QueueView view) {
      return Step.to(this);
    }

    default Step onVerified(Place place) {
      return Step.to(this);
    }

    /** The store said that the key is not there any more in the incarnation of the place. */
    default Step onPlaceGone(Place place) {
      return Step.to(this);
    }

    /** The store refuses to show the queue, and trying again will not change that. */
    default Step onUnreadable(Throwable cause) {
      return Step.to(this);
    }

    /** The proof failed: somebody else, whom the watch had missed, is first. */
    default Step onOvertaken(Place place) {
      return Step.to(this);
    }

    default Step onSessionLost(LeaseId lease, SessionLost cause) {
      return Step.to(this);
    }

    default Step onWorkFailed(Place place, Throwable cause) {
      return Step.to(this);
    }

    default Step onStopped(Place place) {
      return Step.to(this);
    }

    default Step onReleased(LeaseId lease) {
      return Step.to(this);
    }
  }

  /** Has a lease and wants to lead, but does not. */
  private sealed interface Contending extends State {
    LeaseId lease();

    @Override
    default Step onResign() {
      return withdraw(REST);
    }

    @Override
    default Step onClose() {
      return withdraw(CLOSE);
    }

    @Override
    default Step onSessionLost(LeaseId lost, SessionLost cause) {
      return lost.equals(lease()) ? lose(cause) : Step.to(this);
    }

    default Step withdraw(Then then) {
      return Step.to(
          new Releasing(lease(), then),
          new CancelCampaign(),
          new AnnounceFollower(),
          new Release(lease()));
    }

    default Step lose(ElectionException cause) {
      return Step.to(new Releasing(lease(), REST), new AnnounceError(cause), new Release(lease()));
    }
  }

  /** Leads, as far as anybody knows. */
  private sealed interface InOffice extends State {
    Place place();

    /** The term is over against the leader's will. */
    Step lost(ElectionException cause);

    @Override
    default Step onQueue(QueueView view) {
      return missing(view, place()) ? lost(keyDeleted(place())) : Step.to(this);
    }

    @Override
    default Step onPlaceGone(Place gone) {
      return gone.equals(place()) ? lost(keyDeleted(place())) : Step.to(this);
    }

    @Override
    default Step onSessionLost(LeaseId gone, SessionLost cause) {
      return gone.equals(place().lease()) ? lost(cause) : Step.to(this);
    }
  }

  /** Gives up what it has; what is asked for meanwhile waits for its turn. */
  private sealed interface GivingUp extends State {
    Then then();

    /** The same with another sequel. */
    State followedBy(Then next);

    @Override
    default boolean acceptsCampaign() {
      return then() instanceof Then.Rest;
    }

    @Override
    default Step onCampaign(long attempt, String value) {
      return Step.to(followedBy(new Then.Campaign(attempt, value)), new AnnounceFollower());
    }

    @Override
    default Step onResign() {
      return then() instanceof Then.Campaign
          ? Step.to(followedBy(REST), new CancelCampaign())
          : Step.to(this);
    }

    @Override
    default Step onClose() {
      return then() instanceof Then.Campaign
          ? Step.to(followedBy(CLOSE), new CancelCampaign())
          : Step.to(followedBy(CLOSE));
    }
  }

  /** No candidacy. */
  record Idle() implements State {
    @Override
    public boolean acceptsCampaign() {
      return true;
    }

    @Override
    public Step onCampaign(long attempt, String value) {
      return Step.to(new Granting(attempt, value), new AnnounceFollower(), new Grant(attempt));
    }

    @Override
    public Step onResign() {
      return Step.to(this, new TellResigned());
    }

    @Override
    public Step onClose() {
      return Step.to(new Closed(), new TellClosed());
    }
  }

  /** A lease was asked for. */
  record Granting(long attempt, String value) implements State {
    @Override
    public Step onResign() {
      return Step.to(new Abandoning(attempt, REST), new CancelCampaign(), new AnnounceFollower());
    }

    @Override
    public Step onClose() {
      return Step.to(new Abandoning(attempt, CLOSE), new CancelCampaign());
    }

    @Override
    public Step onGranted(long answered, Lease lease, long sentNanos) {
      if (answered != attempt) {
        return Step.to(this, new RevokeStray(lease.id()));
      }
      return Step.to(
          new Enqueueing(lease.id()), new Keep(lease, sentNanos), new Enqueue(lease.id(), value));
    }

    @Override
    public Step onGrantFailed(long answered, Throwable cause) {
      if (answered != attempt) {
        return Step.to(this);
      }
      return Step.to(
          new Idle(),
          new AnnounceError(new CampaignFailed("no lease: " + cause.getMessage(), cause)),
          new TellResigned());
    }
  }

  /** The answer to a request for a lease is awaited only to give the lease back. */
  record Abandoning(long attempt, Then then) implements GivingUp {
    @Override
    public State followedBy(Then next) {
      return new Abandoning(attempt, next);
    }

    @Override
    public Step onGranted(long answered, Lease lease, long sentNanos) {
      return answered == attempt
          ? Step.to(new Releasing(lease.id(), then), new Release(lease.id()))
          : Step.to(this, new RevokeStray(lease.id()));
    }

    @Override
    public Step onGrantFailed(long answered, Throwable cause) {
      return answered == attempt ? cleared(then) : Step.to(this);
    }
  }

  /** The key is being put. */
  record Enqueueing(LeaseId lease) implements Contending {
    @Override
    public Step onEnqueued(Place place) {
      return place.lease().equals(lease)
          ? Step.to(new Waiting(place), new LookAtQueue())
          : Step.to(this);
    }

    @Override
    public Step onEnqueueFailed(LeaseId failed, Throwable cause) {
      return failed.equals(lease)
          ? lose(new CampaignFailed("no place in the queue: " + cause.getMessage(), cause))
          : Step.to(this);
    }
  }

  /** In the queue, behind others as far as is known. */
  record Waiting(Place place) implements Contending {
    @Override
    public LeaseId lease() {
      return place.lease();
    }

    @Override
    public Step onQueue(QueueView view) {
      if (missing(view, place)) {
        return lose(keyDeleted(place));
      }
      return view.isFirst(place) ? Step.to(new Verifying(place), new Verify(place)) : Step.to(this);
    }

    @Override
    public Step onUnreadable(Throwable cause) {
      return lose(unreadable(cause));
    }
  }

  /** First in line by what was heard; it is not believed before a linearizable read proved it. */
  record Verifying(Place place) implements Contending {
    @Override
    public LeaseId lease() {
      return place.lease();
    }

    @Override
    public Step onOvertaken(Place overtaken) {
      return Step.to(overtaken.equals(place) ? new Waiting(place) : this);
    }

    @Override
    public Step onQueue(QueueView view) {
      return missing(view, place) ? lose(keyDeleted(place)) : Step.to(this);
    }

    @Override
    public Step onUnreadable(Throwable cause) {
      return lose(unreadable(cause));
    }

    @Override
    public Step onVerified(Place verified) {
      return verified.equals(place) ? Step.to(new Leading(place), new Lead(place)) : Step.to(this);
    }

    @Override
    public Step onPlaceGone(Place gone) {
      return gone.equals(place) ? lose(keyDeleted(place)) : Step.to(this);
    }
  }

  /** Leading. */
  record Leading(Place place) implements InOffice {
    @Override
    public Step onResign() {
      return Step.to(new Resigning(place, REST), new StopWork(StopReason.RESIGNED));
    }

    @Override
    public Step onClose() {
      return Step.to(new Resigning(place, CLOSE), new StopWork(StopReason.RESIGNED));
    }

    @Override
    public Step onWorkFailed(Place failed, Throwable cause) {
      return failed.equals(place)
          ? lost(
              new CampaignFailed("the leader's work did not start: " + cause.getMessage(), cause))
          : Step.to(this);
    }

    @Override
    public Step lost(ElectionException cause) {
      return Step.to(
          new Stopping(place, REST),
          new EndBelief(),
          new AnnounceError(cause),
          new StopWork(StopReason.LOST));
    }
  }

  /** Still leading, while the work finishes before the key is given up. */
  record Resigning(Place place, Then then) implements InOffice, GivingUp {
    @Override
    public boolean stopping(Place asked) {
      return asked.equals(place);
    }

    @Override
    public State followedBy(Then next) {
      return new Resigning(place, next);
    }

    @Override
    public Step onCampaign(long attempt, String value) {
      return Step.to(new Resigning(place, new Then.Campaign(attempt, value)));
    }

    @Override
    public Step onStopped(Place stopped) {
      return stopped.equals(place)
          ? Step.to(
              new Releasing(place.lease(), then),
              new EndBelief(),
              new AnnounceFollower(),
              new Release(place.lease()))
          : Step.to(this);
    }

    /** The error ends the campaign that was asked for meanwhile, too. */
    @Override
    public Step lost(ElectionException cause) {
      return Step.to(
          new Stopping(place, then instanceof Then.Campaign ? REST : then),
          new EndBelief(),
          new AnnounceError(cause));
    }
  }

  /** The term is over; the work is stopping, then the key is given up. */
  record Stopping(Place place, Then then) implements GivingUp {
    @Override
    public boolean stopping(Place asked) {
      return asked.equals(place);
    }

    @Override
    public State followedBy(Then next) {
      return new Stopping(place, next);
    }

    @Override
    public Step onStopped(Place stopped) {
      return stopped.equals(place)
          ? Step.to(new Releasing(place.lease(), then), new Release(place.lease()))
          : Step.to(this);
    }
  }

  /** The lease is being revoked, and the key with it. */
  record Releasing(LeaseId lease, Then then) implements GivingUp {
    @Override
    public State followedBy(Then next) {
      return new Releasing(lease, next);
    }

    @Override
    public Step onReleased(LeaseId released) {
      return released.equals(lease) ? cleared(then) : Step.to(this);
    }
  }

  /** The end. */
  record Closed() implements State {
    @Override
    public Step onResign() {
      return Step.to(this, new TellResigned());
    }

    @Override
    public Step onClose() {
      return Step.to(this, new TellClosed());
    }
  }

  private static Step cleared(Then then) {
    if (then instanceof Then.Campaign next) {
      return Step.to(
          new Granting(next.attempt(), next.value()),
          new TellResigned(),
          new Grant(next.attempt()));
    }
    return then instanceof Then.Close
        ? Step.to(new Closed(), new TellResigned(), new TellClosed())
        : Step.to(new Idle(), new TellResigned());
  }

  private static boolean missing(QueueView view, Place place) {
    return view.covers(place) && !view.holds(place);
  }

  /** Who cannot see the queue must not stand in it: once first, it would block all others. */
  private static CampaignFailed unreadable(Throwable cause) {
    return new CampaignFailed("the queue cannot be read: " + cause.getMessage(), cause);
  }

  private static SessionLost keyDeleted(Place place) {
    return new SessionLost("the key " + place.key() + " was deleted", null);
  }
}

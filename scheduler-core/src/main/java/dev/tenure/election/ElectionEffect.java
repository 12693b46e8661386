package dev.tenure.election;

import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;

/**
 * What {@link ElectionMachine} decided to do; {@link Election} does it, in the order of the list.
 */
sealed interface ElectionEffect {

  /** Ask the store for a lease; the answer carries the attempt. */
  record Grant(long attempt) implements ElectionEffect {}

  /** Begin to keep the lease alive; it was asked for at {@code sentNanos}. */
  record Keep(Lease lease, long sentNanos) implements ElectionEffect {}

  /** Put the candidate's key unless it exists; repeat while the outcome is unknown. */
  record Enqueue(LeaseId lease, String value) implements ElectionEffect {}

  /** Feed the present view of the queue. */
  record LookAtQueue() implements ElectionEffect {}

  /**
   * Prove by one linearizable read that the own key exists in this incarnation and is the first.
   */
  record Verify(Place place) implements ElectionEffect {}

  /** Make the leadership of this place, publish LEADER, let the work start. */
  record Lead(Place place) implements ElectionEffect {}

  /** The belief in the leadership ends now: its gate is shut from here on. */
  record EndBelief() implements ElectionEffect {}

  /** Publish FOLLOWER. */
  record AnnounceFollower() implements ElectionEffect {}

  /** Publish ERROR and fail the campaign. */
  record AnnounceError(ElectionException cause) implements ElectionEffect {}

  /** Let the work stop; {@code Stopped} follows when it has, or when the budget is spent. */
  record StopWork(StopReason reason) implements ElectionEffect {}

  /** Stop renewing, then revoke the lease, which deletes the key; {@code Released} follows. */
  record Release(LeaseId lease) implements ElectionEffect {}

  /** Revoke a lease that arrived when nobody wanted it any more. */
  record RevokeStray(LeaseId lease) implements ElectionEffect {}

  /** The campaign that was under way has ended without a win and without an error. */
  record CancelCampaign() implements ElectionEffect {}

  /** Nothing of the candidacy is left: tell those who resigned. */
  record TellResigned() implements ElectionEffect {}

  /** Nothing is left and nothing will follow. */
  record TellClosed() implements ElectionEffect {}
}

package dev.tenure.election;

import dev.tenure.store.LeaseId;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;

/** Leaderships for tests of what is built on the election. */
public final class LeadershipFixture {

  private LeadershipFixture() {}

  /** A leadership that is held for an hour of the clock. */
  public static Leadership held(String key, long term, NanoClock clock) {
    return held(key, term, new LeaseId(1), clock);
  }

  /** The same, with a lease that the store knows. */
  public static Leadership held(String key, long term, LeaseId lease, NanoClock clock) {
    return new Leadership(
        new Place(lease, key, term),
        Deadline.after(clock.nanos(), Duration.ofHours(1)),
        clock,
        clock.nanos());
  }

  /** The clock gave reason for doubt. */
  public static void suspend(Leadership leadership) {
    leadership.suspend();
  }

  /** The session was renewed. */
  public static void extend(Leadership leadership, NanoClock clock) {
    leadership.extend(Deadline.after(clock.nanos(), Duration.ofHours(1)));
  }

  /** What a candidate hears of a session that was lost. */
  public static ElectionState sessionLost(String reason) {
    return new ElectionState.Error(new ElectionException.SessionLost(reason, null));
  }

  /** The loss was noticed. */
  public static void end(Leadership leadership) {
    leadership.end();
  }
}

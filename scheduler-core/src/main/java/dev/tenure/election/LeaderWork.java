package dev.tenure.election;

/**
 * What a candidate does while it leads.
 *
 * <p>Both methods are called on a thread of their own, one call at a time, always in the order
 * start, stop, for each leadership; they may block. Renewals go on meanwhile. The key in the store
 * is given up only after {@code stop} has returned or the stop budget is spent, so that the next
 * leader starts after this one has stopped, whenever that is possible at all.
 */
public interface LeaderWork {

  /** A candidate that only wants the title. */
  LeaderWork NONE =
      new LeaderWork() {
        @Override
        public void start(Leadership leadership) {}

        @Override
        public void stop(Leadership leadership, StopReason reason) {}
      };

  /**
   * The leadership begins. It may already have ended when this is called, or end while it runs:
   * check {@link Leadership#held()} before anything that takes effect. An exception makes the
   * candidate step down with ERROR.
   */
  void start(Leadership leadership);

  /**
   * The leadership ends. With {@link StopReason#RESIGNED} it is still held and there is time to
   * finish; {@link Leadership#ended()} tells if it is lost meanwhile. With {@link StopReason#LOST}
   * it is over.
   */
  void stop(Leadership leadership, StopReason reason);
}

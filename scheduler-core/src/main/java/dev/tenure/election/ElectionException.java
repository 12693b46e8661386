package dev.tenure.election;

import org.jspecify.annotations.Nullable;

/** Something that an election cannot do, or that went wrong in it. */
public abstract sealed class ElectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ElectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A second campaign while the first one is waiting or leading. */
  public static final class CampaignInProgress extends ElectionException {
    private static final long serialVersionUID = 1L;

    CampaignInProgress(String election) {
      super("already a candidate in election " + election + "; resign first", null);
    }
  }

  /** An act of the leader was asked from somebody who does not lead, or does not lead any more. */
  public static final class NotLeader extends ElectionException {
    private static final long serialVersionUID = 1L;

    NotLeader(String election) {
      super("not the leader of election " + election, null);
    }
  }

  /** The session is over, and with it the candidacy or the leadership. */
  public static final class SessionLost extends ElectionException {
    private static final long serialVersionUID = 1L;

    SessionLost(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /** The store did not do its part, so the campaign could not begin or go on. */
  public static final class CampaignFailed extends ElectionException {
    private static final long serialVersionUID = 1L;

    CampaignFailed(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /** The election object is closed. */
  public static final class Closed extends ElectionException {
    private static final long serialVersionUID = 1L;

    Closed(String election) {
      super("the candidacy in election " + election + " is closed", null);
    }
  }
}

package dev.tenure.node;

import dev.tenure.election.Leadership;
import dev.tenure.model.GroupName;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Hears of what a node does, in order to count it. Called on the threads where it happens, several
 * at a time: it hands over and returns. What it throws is logged and changes nothing.
 */
public interface NodeMeter {

  /** Counts nothing. */
  NodeMeter NONE = new NodeMeter() {};

  /** What can be asked of the store. */
  enum Call {
    /** One key is read. */
    GET,
    /** Many keys are read, all at once or a page of them. */
    LIST,
    /** A guarded transaction. */
    COMMIT,
    /** A lease is made. */
    GRANT,
    /** A lease is prolonged. */
    RENEW,
    /** It is asked whether a lease exists. */
    ALIVE,
    /** A lease is given up. */
    REVOKE
  }

  /** What became of a call of the store. */
  enum Answer {
    /** It was answered, or done. */
    OK,
    /** A guard of the transaction did not hold; nothing was written. */
    REFUSED,
    /** The answer to a transaction was lost; it may have been written. */
    UNKNOWN,
    /** It was not answered, or not as asked. */
    FAILED
  }

  /**
   * The node is about to begin, with these groups: whoever wants to hear everything listens to them
   * now. Called once, before the first of them is followed.
   */
  default void onGroups(List<GroupFace> groups) {}

  /**
   * This node begins to lead: what is recorded in this term from now on is recorded by it. Called
   * before anything is.
   */
  default void onLeading(GroupName group, Leadership leadership) {}

  /** The fence refused a claim or a record: told once for each term at most. */
  default void onFenced(GroupName group) {}

  /** A call of the store has ended, so long after it was made. */
  default void onStoreCall(Call call, Answer answer, Duration took) {}

  /**
   * The certificates for something were looked at.
   *
   * @param use what they are for: {@code etcd} or {@code http}
   * @param until until when they are valid
   */
  default void onCertificate(String use, Instant until) {}

  /** A watch has ended that nobody closed; its owner opens another one. */
  default void onWatchBroken(StoreException.Kind why) {}
}

package dev.tenure.alert;

import java.time.Instant;
import java.util.List;

/**
 * An alert as it stands, and what was told of it. Immutable; {@link AlertRules} makes each from the
 * one before.
 *
 * @param id what it is about
 * @param uid drawn when it was opened first: tells it from others about the same thing
 * @param standing whether it goes on
 * @param since when it was opened, the last time
 * @param last when it happened last
 * @param total how often it happened since it was opened; at least one
 * @param untold how often it happened since somebody was told
 * @param notices how many notices were made of it
 * @param told when somebody was last told that it goes on
 * @param lastEvent what the last notice said; {@code RESOLVED} for any that said that it is over
 * @param subject what there is to say of the last time
 * @param pending notices that are perhaps not delivered; few
 */
public record Alert(
    AlertId id,
    String uid,
    Standing standing,
    Instant since,
    Instant last,
    long total,
    long untold,
    long notices,
    Instant told,
    Notice.Event lastEvent,
    Subject subject,
    List<Pending> pending) {

  /** Whether an alert goes on. */
  public enum Standing {
    /** It does. */
    OPEN,
    /** It does not; it is kept for a while, so that coming and going is not told of each time. */
    RESOLVED
  }

  /**
   * A notice that is being delivered.
   *
   * @param sequence its number
   * @param event what it says
   * @param at when it was made
   * @param count how often it had happened since the notice before
   * @param total how often since it was opened
   * @param message the sentence
   * @param by which process delivers it
   */
  record Pending(
      long sequence,
      Notice.Event event,
      Instant at,
      long count,
      long total,
      String message,
      String by) {

    Pending by(String other) {
      return new Pending(sequence, event, at, count, total, message, other);
    }
  }

  public Alert {
    pending = List.copyOf(pending);
  }

  boolean isOpen() {
    return standing == Standing.OPEN;
  }

  /** The same with other notices under way. */
  Alert withPending(List<Pending> others) {
    return new Alert(
        id, uid, standing, since, last, total, untold, notices, told, lastEvent, subject, others);
  }

  /** The notice that is under way, in full. */
  Notice notice(Pending one) {
    return new Notice(
        uid + "-" + one.sequence(),
        one.event(),
        id,
        one.event() == Notice.Event.RESOLVED ? Standing.RESOLVED : standing,
        since,
        one.at(),
        one.count(),
        one.total(),
        subject.saying(one.message()));
  }
}

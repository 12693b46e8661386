package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Holds;
import dev.tenure.alert.AlertEvent.Over;
import dev.tenure.model.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Whether a group has been without a leader for too long, as this node sees it. Where the store
 * answers, the alert is recorded, and one node tells of it; where it does not, each node tells on
 * its own, under the same key: that holds the last term and about when it ended. Confined to the
 * loop.
 */
final class LeaderlessWatch {

  /** Nodes notice the same end within seconds; two terms do not end so soon after each other. */
  private static final Duration SAME = Duration.ofMinutes(10);

  private final WatchedGroup group;
  private final AlertBook book;
  private final UnrecordedAlerts alone;
  private final Duration bound;
  private final String node;
  private final AlertId id;

  private long lastTerm;
  private Instant absentSince = Instant.MAX;
  private long absentNanos;

  LeaderlessWatch(
      WatchedGroup group, AlertBook book, UnrecordedAlerts alone, Duration bound, String node) {
    this.group = group;
    this.book = book;
    this.alone = alone;
    this.bound = bound;
    this.node = node;
    id = AlertId.of(AlertKind.NO_LEADER, group.group());
  }

  /**
   * Looks at the group.
   *
   * @param reachable whether the store answers: if not, nobody can lead for long
   * @param nanos the time by the monotonic clock
   */
  void look(boolean reachable, long nanos, Instant now) {
    OptionalLong term = group.leaderTerm();
    term.ifPresent(number -> lastTerm = number);
    if (reachable && term.isPresent()) {
      absentSince = Instant.MAX;
      led(term.getAsLong(), now);
    } else if (absentSince.equals(Instant.MAX)) {
      absentSince = now;
      absentNanos = nanos;
    } else if (nanos - absentNanos >= bound.toNanos()) {
      absent(reachable);
    }
  }

  private void led(long term, Instant now) {
    Over over = new Over(now, "group " + group.group() + " has a leader again, term " + term);
    if (alone.knows(id)) {
      alone.post(id, over);
    }
    if (book.isOpen(id)) {
      book.post(id, over);
    }
  }

  private void absent(boolean reachable) {
    String why =
        reachable
            ? "no node stands in line for it, or none can begin"
            : "etcd does not answer node " + node + ", which cannot tell who leads";
    Holds holds =
        new Holds(
            uid(), absentSince.plus(bound), Words.noLeader(group.group(), absentSince, why, node));
    if (!reachable) {
      if (!book.isOpen(id)) {
        alone.post(id, holds);
      }
    } else if (!alone.knows(id) && !book.isOpen(id)) {
      book.post(id, holds);
    }
  }

  private String uid() {
    return AlertKind.NO_LEADER.word()
        + "-"
        + group.group()
        + "-"
        + lastTerm
        + "-"
        + absentSince.getEpochSecond() / SAME.toSeconds();
  }
}

package dev.tenure.alert;

import dev.tenure.alert.Alert.Pending;
import dev.tenure.alert.Alert.Standing;
import dev.tenure.model.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When somebody is told of an alert: a pure function of how it stands and of what is heard.
 *
 * <p>It is told of when it opens; then, in each period, at most once that it goes on or has
 * happened again, with the number of times; and once when it is over. An alert that comes and goes
 * within a period is told of at the end of it.
 */
final class AlertRules {

  /** More notices than this are not under way at once; the oldest is not worth waiting for. */
  private static final int MOST_PENDING = 4;

  private static final int MOST_TIMES = Integer.MAX_VALUE;

  private final Duration period;
  private final String self;

  /**
   * What comes of a step.
   *
   * @param alert how it stands now; empty when there is none any more
   * @param notices what is to be sent once that is recorded
   */
  record Step(Optional<Alert> alert, List<Notice> notices) {
    Step {
      notices = List.copyOf(notices);
    }

    /** Whether nothing but numbers, and what there is to say of them, is another. */
    boolean onlyCounts(Alert before) {
      return notices.isEmpty()
          && alert
              .filter(now -> now.standing() == before.standing())
              .filter(now -> now.pending().equals(before.pending()))
              .isPresent();
    }

    static Step to(Alert alert) {
      return new Step(Optional.of(alert), List.of());
    }

    static Step none() {
      return new Step(Optional.empty(), List.of());
    }
  }

  /**
   * The rules.
   *
   * @param period how much time lies between two notices that an alert goes on
   * @param self this process, as the one that delivers
   */
  AlertRules(Duration period, String self) {
    this.period = period;
    this.self = self;
  }

  /** All steps of an alert, or of what is none yet. */
  Step steps(AlertId id, Optional<Alert> before, List<AlertEvent> events) {
    Optional<Alert> alert = before;
    List<Notice> notices = new ArrayList<>();
    for (AlertEvent event : events) {
      Step step = step(id, alert, event);
      alert = step.alert();
      notices.addAll(step.notices());
    }
    return new Step(alert, notices);
  }

  /** The next step of an alert, or of what is none yet. */
  Step step(AlertId id, Optional<Alert> before, AlertEvent event) {
    if (before.isPresent()) {
      return step(before.get(), event);
    } else if (event instanceof AlertEvent.Happened happened) {
      return opened(id, happened.uid(), happened.at(), happened.times(), happened.subject());
    } else if (event instanceof AlertEvent.Found found) {
      return step(id, before, found.what());
    } else if (event instanceof AlertEvent.Holds holds) {
      return opened(id, holds.uid(), holds.at(), 1, holds.subject());
    }
    return Step.none();
  }

  private Step step(Alert alert, AlertEvent event) {
    if (event instanceof AlertEvent.Happened happened) {
      return Step.to(again(alert, happened.at(), happened.times(), happened.subject()));
    } else if (event instanceof AlertEvent.Found found) {
      return found.what().at().isAfter(alert.last()) ? step(alert, found.what()) : Step.to(alert);
    } else if (event instanceof AlertEvent.Holds holds) {
      return alert.isOpen()
          ? Step.to(alert)
          : Step.to(again(alert, holds.at(), 1, holds.subject()));
    } else if (event instanceof AlertEvent.Over over) {
      return over(alert, over);
    } else if (event instanceof AlertEvent.Looked looked) {
      return looked(alert, looked.at());
    } else if (event instanceof AlertEvent.Settled settled) {
      List<Pending> left = new ArrayList<>(alert.pending());
      left.removeIf(one -> one.sequence() == settled.sequence());
      return Step.to(alert.withPending(left));
    } else if (event instanceof AlertEvent.Left left) {
      return left(alert, left);
    }
    return Step.none(); // gone
  }

  private Step opened(AlertId id, String uid, Instant at, long times, Subject subject) {
    return told(
        new Alert(
            id,
            uid,
            Standing.OPEN,
            at,
            at,
            times,
            times,
            0,
            at,
            Notice.Event.OPENED,
            subject,
            List.of()),
        Notice.Event.OPENED,
        at,
        subject.message());
  }

  /** Counted; it is told of when the period is over. */
  private static Alert again(Alert alert, Instant at, long times, Subject subject) {
    return new Alert(
        alert.id(),
        alert.uid(),
        Standing.OPEN,
        alert.isOpen() ? alert.since() : at,
        at.isAfter(alert.last()) ? at : alert.last(),
        alert.isOpen() ? sum(alert.total(), times) : times,
        sum(alert.untold(), times),
        alert.notices(),
        alert.told(),
        alert.lastEvent(),
        subject,
        alert.pending());
  }

  private static long sum(long count, long more) {
    return Math.min(MOST_TIMES, count + more);
  }

  /** Nobody is told of the end of what nobody was told of. */
  private Step over(Alert alert, AlertEvent.Over over) {
    if (!alert.isOpen()) {
      return Step.to(alert);
    }
    Alert resolved = standing(alert, Standing.RESOLVED);
    return alert.lastEvent() == Notice.Event.RESOLVED
        ? Step.to(resolved)
        : told(resolved, Notice.Event.RESOLVED, over.at(), over.message());
  }

  private static Alert standing(Alert alert, Standing standing) {
    return new Alert(
        alert.id(),
        alert.uid(),
        standing,
        alert.since(),
        alert.last(),
        alert.total(),
        alert.untold(),
        alert.notices(),
        alert.told(),
        alert.lastEvent(),
        alert.subject(),
        alert.pending());
  }

  private Step looked(Alert alert, Instant at) {
    if (at.isBefore(alert.told().plus(period))) {
      return Step.to(alert);
    }
    if (alert.untold() > 0 || (alert.isOpen() && alert.id().kind().lasts())) {
      boolean anew = alert.isOpen() && alert.lastEvent() == Notice.Event.RESOLVED;
      return told(
          alert, anew ? Notice.Event.OPENED : Notice.Event.REPEATED, at, alert.subject().message());
    }
    boolean done = !alert.isOpen() || alert.id().kind() == AlertKind.SLOT_MISSED;
    return done && alert.pending().isEmpty() ? Step.none() : Step.to(alert);
  }

  /** What a process that is gone had to deliver is delivered again, under the same keys. */
  private Step left(Alert alert, AlertEvent.Left left) {
    List<Pending> all = new ArrayList<>();
    List<Notice> mine = new ArrayList<>();
    for (Pending one : alert.pending()) {
      boolean orphan = left.processes().contains(one.by());
      all.add(orphan ? one.by(self) : one);
      if (orphan) {
        mine.add(alert.notice(one));
      }
    }
    return new Step(Optional.of(alert.withPending(all)), mine);
  }

  private Step told(Alert alert, Notice.Event event, Instant at, String message) {
    Pending notice =
        new Pending(alert.notices() + 1, event, at, alert.untold(), alert.total(), message, self);
    List<Pending> pending = new ArrayList<>(alert.pending());
    pending.add(notice);
    if (pending.size() > MOST_PENDING) {
      pending.remove(0);
    }
    Alert now =
        new Alert(
            alert.id(),
            alert.uid(),
            alert.standing(),
            alert.since(),
            alert.last(),
            alert.total(),
            0,
            notice.sequence(),
            event == Notice.Event.RESOLVED ? alert.told() : at,
            alert.isOpen() ? event : Notice.Event.RESOLVED,
            alert.subject(),
            pending);
    return new Step(Optional.of(now), List.of(now.notice(notice)));
  }
}

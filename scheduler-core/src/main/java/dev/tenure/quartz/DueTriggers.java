package dev.tenure.quartz;

import dev.tenure.model.TriggerName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What is due as the triggers that Quartz gets, and when it is to fire them: at the slot, or, where
 * workers wait for the slot, as long before it as a claim takes.
 *
 * <p>Called by Quartz's thread; blocks while the board answers.
 */
final class DueTriggers {

  /** By how much Quartz may be early; more than that is a clock that was set back. */
  private static final Duration LARGEST_LEAD = Duration.ofMillis(5);

  private final DueDesk due;
  private final QuartzNames names;
  private final Clock clock;

  /** Quartz's thread alone. */
  private final ClaimLead lead = new ClaimLead();

  /** Whether workers wait for the slot; else nothing is handed out before it. */
  private volatile boolean workersWait;

  DueTriggers(DueDesk due, QuartzNames names, Clock clock) {
    this.due = due;
    this.names = names;
    this.clock = clock;
  }

  /** What begins a run waits for its slot: so it may be claimed, and handed out, before. */
  void awaitedByWorkers() {
    workersWait = true;
  }

  /** A claim took so long. */
  void claimTook(Duration claim) {
    lead.took(claim);
  }

  /** How long before its slot a run is claimed. */
  private Duration early() {
    return workersWait ? lead.now() : Duration.ZERO;
  }

  /** What Quartz is to fire next, up to an instant of its clock. */
  List<DueTrigger> next(Gate.Pass pass, long noLaterThan, int most, long window) {
    Duration early = early();
    Duration before = aheadOfQuartz().plus(early);
    Instant upTo = Instant.ofEpochMilli(noLaterThan).plus(before);
    // What falls due a little later than the first one may as well be claimed with it.
    Duration together = Duration.ofMillis(window).plus(early);
    return triggers(pass, due.take(upTo, early, together, most), before);
  }

  /** What could be fired at this moment. */
  List<DueTrigger> now(Gate.Pass pass, int most) {
    Duration early = early();
    return triggers(pass, due.takeDue(early, most), aheadOfQuartz().plus(early));
  }

  private List<DueTrigger> triggers(
      Gate.Pass pass, CompletionStage<List<Due>> taken, Duration before) {
    return new Patience(pass::open)
        .await(taken).orElse(List.of()).stream().map(one -> trigger(one, before)).toList();
  }

  /** Quartz reads the system's clock. Ours is the same one, except in tests. */
  private Duration aheadOfQuartz() {
    return Duration.ofMillis(clock.millis() - System.currentTimeMillis());
  }

  private DueTrigger trigger(Due one, Duration before) {
    DueTrigger trigger =
        new DueTrigger(
            one, names.key(triggerOf(one)), names.key(one.job()), one.at().minus(before));
    trigger.setFireInstanceId(one.tie());
    return trigger;
  }

  private static TriggerName triggerOf(Due one) {
    if (one instanceof Due.OfSlot slot) {
      return slot.trigger();
    }
    return one instanceof Due.OfAttempt attempt
        ? attempt.attempt().run().trigger()
        : ((Due.OfRequest) one).request().trigger();
  }

  /** Quartz fires what is due within two milliseconds; but nothing begins before its slot. */
  void awaitSlots(List<Wanted> wanted) {
    if (workersWait) {
      return;
    }
    Instant now = clock.instant();
    Optional<Instant> last =
        wanted.stream().map(one -> one.trigger().due().at()).max(Instant::compareTo);
    if (last.isPresent() && last.get().isAfter(now)) {
      Duration early = Duration.between(now, last.get());
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(early.toNanos(), LARGEST_LEAD.toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

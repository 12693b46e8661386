package dev.tenure.quartz;

import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The firing half of the job store: lets Quartz fire what is due, what the gate lets through and
 * what the ledger has claimed, and nothing else. What is acquired lives in memory only.
 *
 * <p>Called by Quartz's thread; blocks while the claim is under way. Nothing here throws: Quartz
 * would lose a batch.
 */
final class FireDesk {

  private static final Logger log = LoggerFactory.getLogger(FireDesk.class);

  /** By how much Quartz may be early; more than that is a clock that was set back. */
  private static final Duration LARGEST_LEAD = Duration.ofMillis(5);

  private final Gate gate;
  private final ClaimDesk claims;
  private final ClaimsAhead ahead;
  private final ClaimedRuns claimed;
  private final DueDesk due;
  private final FiredBundles bundles;
  private final QuartzNames names;
  private final Clock clock;

  /** How many runs can begin at once; nothing is claimed ahead where nobody knows. */
  private volatile IntSupplier places = () -> 0;

  /** Whether workers wait for the slot; else nothing is handed out before it. */
  private volatile boolean workersWait;

  /** Quartz's thread alone. */
  private final ClaimLead lead = new ClaimLead();

  /** How much Quartz asked for last. Its thread alone. */
  private int asked;

  FireDesk(
      Gate gate,
      ClaimDesk claims,
      ClaimedRuns claimed,
      DueDesk due,
      FiredBundles bundles,
      QuartzNames names,
      Clock clock) {
    this.gate = gate;
    this.claims = claims;
    ahead = new ClaimsAhead(claims);
    this.claimed = claimed;
    this.due = due;
    this.bundles = bundles;
    this.names = names;
    this.clock = clock;
  }

  /** Where the number of free places is known from. */
  void placesBy(IntSupplier free) {
    places = free;
  }

  /** What begins a run waits for its slot: so it may be claimed, and handed out, before. */
  void awaitedByWorkers() {
    workersWait = true;
  }

  /** How long before its slot a run is claimed. */
  private Duration lead() {
    return workersWait ? lead.now() : Duration.ZERO;
  }

  /** What is due up to an instant of Quartz's clock. */
  List<OperableTrigger> acquire(long noLaterThan, int most, long window) {
    List<OperableTrigger> next = new ArrayList<>(ahead.triggers());
    if (!next.isEmpty()) {
      return next;
    }
    asked = most;
    if (!claims.isOpen()) {
      return List.of();
    }
    Optional<Gate.Pass> entered = gate.enter();
    if (entered.isEmpty()) {
      return List.of();
    }
    try (Gate.Pass pass = entered.get()) {
      Duration early = lead();
      Duration ahead = aheadOfQuartz();
      Instant upTo = Instant.ofEpochMilli(noLaterThan).plus(ahead).plus(early);
      // What falls due a little later than the first one may as well be claimed with it.
      Duration together = Duration.ofMillis(window).plus(early);
      Optional<List<Due>> taken =
          new Patience(pass::open).await(due.take(upTo, early, together, most));
      List<OperableTrigger> acquired = new ArrayList<>();
      taken.orElse(List.of()).forEach(one -> acquired.add(trigger(one, ahead.plus(early))));
      // Quartz clears the list that it got.
      return acquired;
    } catch (RuntimeException e) {
      log.error("nothing could be acquired; this is a defect, please report it", e);
      return List.of();
    }
  }

  /** Quartz reads the system's clock. Ours is the same one, except in tests. */
  private Duration aheadOfQuartz() {
    return Duration.ofMillis(clock.millis() - System.currentTimeMillis());
  }

  private DueTrigger trigger(Due one, Duration ahead) {
    DueTrigger trigger =
        new DueTrigger(one, names.key(triggerOf(one)), names.key(one.job()), one.at().minus(ahead));
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

  /** Nothing that was claimed ahead is started any more; the gate is shut by then. */
  void dropAhead() {
    ahead.drop();
  }

  void release(OperableTrigger trigger) {
    ahead.released(trigger);
    if (trigger instanceof DueTrigger one && !one.isRefused()) {
      due.giveBack(one.due());
    }
  }

  /**
   * One result for each trigger, in order: Quartz matches them by position. A trigger that does not
   * fire has a null bundle, and is released by Quartz then.
   */
  List<TriggerFiredResult> fired(List<OperableTrigger> triggers) {
    IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled = new IdentityHashMap<>();
    try {
      ahead
          .take(triggers)
          .ifPresentOrElse(batch -> fire(batch, bundled), () -> fire(triggers, bundled));
    } catch (RuntimeException e) {
      log.error("firing failed; this is a defect, please report it", e);
    }
    List<TriggerFiredResult> results = new ArrayList<>();
    for (OperableTrigger trigger : triggers) {
      results.add(new TriggerFiredResult(bundled.get(trigger)));
    }
    return results;
  }

  private void fire(
      ClaimsAhead.Batch batch, IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled) {
    try (Gate.Pass pass = batch.pass()) {
      fire(pass, batch.wanted(), claims.claim(pass, runs(batch.wanted()), batch.answer()), bundled);
    }
  }

  private void fire(
      List<OperableTrigger> triggers,
      IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled) {
    Optional<Gate.Pass> entered = gate.enter();
    if (entered.isPresent()) {
      try (Gate.Pass pass = entered.get()) {
        List<Wanted> wanted = stillWanted(pass, triggers);
        if (!wanted.isEmpty()) {
          fire(pass, wanted, claim(pass, wanted), bundled);
        }
      }
    }
  }

  private Optional<Set<RunId>> claim(Gate.Pass pass, List<Wanted> wanted) {
    long begun = System.nanoTime();
    Optional<Set<RunId>> granted = claims.claim(pass, runs(wanted));
    lead.took(Duration.ofNanos(System.nanoTime() - begun));
    return granted;
  }

  private static List<ClaimedRun> runs(List<Wanted> wanted) {
    return wanted.stream().map(Wanted::run).toList();
  }

  private void fire(
      Gate.Pass pass,
      List<Wanted> wanted,
      Optional<Set<RunId>> granted,
      IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled) {
    if (granted.isEmpty()) {
      return;
    }
    claimNext(wanted.size());
    awaitSlots(wanted);
    if (!pass.valid()) {
      claims.notStarted(
          pass,
          runs(wanted).stream().filter(run -> granted.get().contains(run.id())).toList(),
          "the gate was shut");
      return;
    }
    for (Wanted one : wanted) {
      if (granted.get().contains(one.run().id())) {
        // Quartz hands this trigger back, and not the bundle's, when the job cannot be built.
        one.trigger().setFireInstanceId(one.run().fireId());
        bundle(pass, one.run()).ifPresent(bundle -> bundled.put(one.trigger(), bundle));
      } else {
        log.warn("run {} is not started: it is accounted for already", one.run().id());
        one.trigger().refuse();
        due.refused(one.trigger().due());
      }
    }
  }

  /**
   * Claims what is due already and has a place, if so much was wanted last that there may be more,
   * and enough places are free to make a batch of its own worth it.
   *
   * @param begun how many runs are about to take places
   */
  private void claimNext(int begun) {
    int free = places.getAsInt() - begun;
    if (begun < asked || free < asked / 2 || free < 1) {
      return;
    }
    asked = free;
    gate.enter().filter(pass -> !claimNext(pass, free)).ifPresent(Gate.Pass::close);
  }

  private boolean claimNext(Gate.Pass pass, int most) {
    try {
      Duration early = lead();
      Duration ahead = aheadOfQuartz().plus(early);
      List<DueTrigger> taken =
          new Patience(pass::open)
              .await(due.takeDue(early, most)).orElse(List.of()).stream()
                  .map(one -> trigger(one, ahead))
                  .toList();
      List<Wanted> wanted = wanted(pass, taken);
      if (wanted.isEmpty() || wanted.size() < taken.size() || !ClaimDesk.isForOne(runs(wanted))) {
        // What stands in the way is dealt with where there is no haste.
        taken.forEach(trigger -> due.giveBack(trigger.due()));
        return false;
      }
      this.ahead.claim(pass, wanted);
      return true;
    } catch (RuntimeException e) {
      log.error("nothing could be claimed ahead; this is a defect, please report it", e);
      return false;
    }
  }

  /** Quartz fires what is due within two milliseconds; but nothing begins before its slot. */
  private void awaitSlots(List<Wanted> wanted) {
    if (workersWait) {
      return;
    }
    Instant now = clock.instant();
    Instant last =
        wanted.stream().map(one -> one.trigger().due().at()).max(Instant::compareTo).orElse(now);
    if (last.isAfter(now)) {
      Duration early = Duration.between(now, last);
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(early.toNanos(), LARGEST_LEAD.toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is still to be started: a trigger may have been paused, changed or removed meanwhile. */
  private List<Wanted> stillWanted(Gate.Pass pass, List<OperableTrigger> triggers) {
    List<DueTrigger> all =
        triggers.stream().filter(DueTrigger.class::isInstance).map(DueTrigger.class::cast).toList();
    List<DueTrigger> out =
        new Patience(pass::open).await(due.ask(board -> stillOut(board, all))).orElse(List.of());
    return wanted(pass, out);
  }

  private List<Wanted> wanted(Gate.Pass pass, List<DueTrigger> triggers) {
    return triggers.stream()
        .flatMap(
            trigger ->
                bundles
                    .run(trigger.due(), pass.leadership())
                    .map(run -> new Wanted(trigger, run))
                    .stream())
        .toList();
  }

  private static List<DueTrigger> stillOut(DueBoard board, List<DueTrigger> asked) {
    return asked.stream().filter(trigger -> board.queue().isOut(trigger.due())).toList();
  }

  private Optional<TriggerFiredBundle> bundle(Gate.Pass pass, ClaimedRun run) {
    try {
      TriggerFiredBundle bundle = bundles.bundle(run);
      claimed.add(run);
      pass.granted();
      return Optional.of(bundle);
    } catch (RuntimeException e) {
      log.error("run {} cannot be handed to Quartz; please report it", run.id(), e);
      claims.notStarted(pass, List.of(run), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}

package dev.tenure.quartz;

import dev.tenure.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private final Gate gate;
  private final ClaimDesk claims;
  private final ClaimsAhead ahead;
  private final ClaimedRuns claimed;
  private final DueDesk due;
  private final DueTriggers triggers;
  private final FiredBundles bundles;

  /** How many runs can begin at once; nothing is claimed ahead where nobody knows. */
  private volatile IntSupplier places = () -> 0;

  /** How much Quartz asked for last. Its thread alone. */
  private int asked;

  FireDesk(
      Gate gate,
      ClaimDesk claims,
      ClaimedRuns claimed,
      DueDesk due,
      DueTriggers triggers,
      FiredBundles bundles) {
    this.gate = gate;
    this.claims = claims;
    ahead = new ClaimsAhead(claims);
    this.claimed = claimed;
    this.due = due;
    this.triggers = triggers;
    this.bundles = bundles;
  }

  /** Where the number of free places is known from. */
  void placesBy(IntSupplier free) {
    places = free;
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
      // Quartz clears the list that it got.
      return new ArrayList<>(triggers.next(pass, noLaterThan, most, window));
    } catch (RuntimeException e) {
      log.error("nothing could be acquired; this is a defect, please report it", e);
      return List.of();
    }
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
  List<TriggerFiredResult> fired(List<OperableTrigger> acquired) {
    IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled = new IdentityHashMap<>();
    try {
      ahead
          .take(acquired)
          .ifPresentOrElse(batch -> fire(batch, bundled), () -> fire(acquired, bundled));
    } catch (RuntimeException e) {
      log.error("firing failed; this is a defect, please report it", e);
    }
    List<TriggerFiredResult> results = new ArrayList<>();
    for (OperableTrigger trigger : acquired) {
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
      List<OperableTrigger> acquired,
      IdentityHashMap<OperableTrigger, TriggerFiredBundle> bundled) {
    Optional<Gate.Pass> entered = gate.enter();
    if (entered.isPresent()) {
      try (Gate.Pass pass = entered.get()) {
        List<Wanted> wanted = stillWanted(pass, acquired);
        if (!wanted.isEmpty()) {
          fire(pass, wanted, claim(pass, wanted), bundled);
        }
      }
    }
  }

  private Optional<Set<RunId>> claim(Gate.Pass pass, List<Wanted> wanted) {
    long begun = System.nanoTime();
    Optional<Set<RunId>> granted = claims.claim(pass, runs(wanted));
    triggers.claimTook(Duration.ofNanos(System.nanoTime() - begun));
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
    triggers.awaitSlots(wanted);
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
      List<DueTrigger> taken = triggers.now(pass, most);
      List<Wanted> wanted = wanted(pass, taken);
      if (wanted.isEmpty() || wanted.size() < taken.size() || !ClaimDesk.isForOne(runs(wanted))) {
        // What stands in the way is dealt with where there is no haste.
        taken.forEach(trigger -> due.giveBack(trigger.due()));
        return false;
      }
      ahead.claim(pass, wanted);
      return true;
    } catch (RuntimeException e) {
      log.error("nothing could be claimed ahead; this is a defect, please report it", e);
      return false;
    }
  }

  /** What is still to be started: a trigger may have been paused, changed or removed meanwhile. */
  private List<Wanted> stillWanted(Gate.Pass pass, List<OperableTrigger> acquired) {
    List<DueTrigger> all =
        acquired.stream().filter(DueTrigger.class::isInstance).map(DueTrigger.class::cast).toList();
    List<DueTrigger> out =
        new Patience(pass::open).await(due.ask(board -> stillOut(board, all))).orElse(List.of());
    return wanted(pass, out);
  }

  private List<Wanted> wanted(Gate.Pass pass, List<DueTrigger> out) {
    return out.stream()
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

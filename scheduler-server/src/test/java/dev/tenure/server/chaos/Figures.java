package dev.tenure.server.chaos;

import dev.tenure.ledger.RunKind;
import dev.tenure.server.chaos.fault.FaultKind;
import dev.tenure.server.chaos.fault.Injection;
import dev.tenure.server.chaos.workload.Action;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.verify.Fact;
import dev.tenure.verify.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of a trial.
 *
 * @param faults that had an effect, by kind
 * @param notInjected how many faults had none
 * @param ends how many runs ended how
 * @param kinds how many runs were claimed why
 * @param actions what the operator asked, by kind and outcome
 * @param terms how many leaderships there were
 * @param worstGap the longest time without a begin of any run, all through the trial
 * @param zombies how many writes the protected resource refused
 * @param starts how many runs wrote that they began
 */
record Figures(
    Map<FaultKind, Integer> faults,
    int notInjected,
    Map<String, Integer> ends,
    Map<RunKind, Integer> kinds,
    Map<String, Integer> actions,
    int terms,
    Duration worstGap,
    long zombies,
    long starts) {

  static Figures of(Outcome outcome) {
    Past past = outcome.past();
    Map<FaultKind, Integer> faults = new TreeMap<>();
    int missing = 0;
    for (Injection injection : past.injections()) {
      if (injection.bit()) {
        faults.merge(injection.kind(), 1, Integer::sum);
      } else {
        missing++;
      }
    }
    Map<String, Integer> ends = new TreeMap<>();
    Map<RunKind, Integer> kinds = new TreeMap<>();
    for (Fact fact : outcome.evidence().ledger().facts()) {
      if (fact instanceof Fact.Ended ended) {
        ends.merge(ended.state().name(), 1, Integer::sum);
      } else if (fact instanceof Fact.Claimed claimed) {
        kinds.merge(claimed.kind(), 1, Integer::sum);
      }
    }
    Map<String, Integer> actions = new TreeMap<>();
    for (Action action : past.actions()) {
      actions.merge(action.kind() + " " + action.outcome(), 1, Integer::sum);
    }
    return new Figures(
        faults,
        missing,
        ends,
        kinds,
        actions,
        outcome.evidence().timeline().map(Timeline::leaders).orElse(List.of()).size(),
        worstGap(past.witnesses()),
        past.writes().stream().filter(write -> !write.accepted()).count(),
        past.witnesses().stream().filter(Witness::start).count());
  }

  private static Duration worstGap(List<Witness> witnesses) {
    long last = 0;
    long worst = 0;
    for (Witness line : witnesses) {
      if (line.start()) {
        worst = last == 0 ? 0 : Math.max(worst, line.nanos() - last);
        last = line.nanos();
      }
    }
    return Duration.ofNanos(worst);
  }

  int injected() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All of it in a few words. */
  String summary(Outcome outcome) {
    return "%d faults of %d kinds, %d terms, %d slots, %d runs %s, worst gap %.1f s, %d zombie writes refused"
        .formatted(
            injected(),
            faults.size(),
            terms,
            outcome.verdict().slots(),
            outcome.verdict().runs(),
            ends,
            worstGap.toMillis() / 1000.0,
            zombies);
  }
}

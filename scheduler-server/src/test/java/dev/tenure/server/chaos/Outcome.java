package dev.tenure.server.chaos;

import dev.tenure.verify.Checker;
import dev.tenure.verify.Evidence;
import dev.tenure.verify.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a trial.
 *
 * @param options what it was made of
 * @param past what happened
 * @param evidence the same as the checker sees it
 * @param verdict what the checker says
 * @param troubles what else must not be; empty for a good trial
 */
record Outcome(
    TrialOptions options, Past past, Evidence evidence, Verdict verdict, List<String> troubles) {

  static Outcome of(TrialOptions options, Past past, List<String> troubles) {
    Evidence evidence = Judge.evidence(past);
    List<String> all = new ArrayList<>(troubles);
    all.addAll(AskedRuns.check(past));
    return new Outcome(options, past, evidence, Checker.check(evidence), List.copyOf(all));
  }

  boolean good() {
    return verdict.isGood() && troubles.isEmpty();
  }
}

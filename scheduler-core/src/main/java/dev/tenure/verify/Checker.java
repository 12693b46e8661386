package dev.tenure.verify;

/**
 * Judges a cluster's past by the conditions C1 to C9: the ledger against itself, against what was
 * to run, against what the jobs wrote, and against what was done to the cluster.
 */
public final class Checker {

  private Checker() {}

  /**
   * Says what does not fit. For n facts it takes about n log n steps, one more for each skipped
   * slot whose range is counted again, and no memory for slots. To be called from any thread.
   */
  public static Verdict check(Evidence evidence) {
    Findings findings = new Findings();
    Past past = new Past(evidence.ledger().facts());
    Plans plans = new Plans(evidence);
    for (Ledger.Unreadable one : evidence.ledger().unreadable()) {
      findings.ofGroup(
          Breach.UNREADABLE, one.group(), "key " + one.key() + " cannot be read: " + one.why());
    }
    new RunsCheck(evidence, past, plans, findings).run();
    new SlotsCheck(evidence, past, plans, findings).run();
    evidence
        .starts()
        .ifPresent(starts -> new WitnessCheck(evidence, past, plans, findings).run(starts));
    FencingCheck fencing = new FencingCheck(evidence, findings);
    evidence.accepted().forEach(fencing::accepted);
    evidence
        .timeline()
        .ifPresent(
            timeline -> {
              new LeadersCheck(timeline, evidence.bounds().leaderless(), findings)
                  .run(evidence.plans());
              new RecoveryCheck(evidence, past, plans, findings).run(timeline);
            });
    return findings.verdict();
  }
}

package dev.tenure.node;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.LedgerSettings;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a group is to run and what it has run, as the store has both: in memory on this node from
 * {@link #follow} on.
 */
final class GroupRecords implements AutoCloseable {

  /** Less than a claim takes: whoever waits for an end does not notice. */
  private static final Duration LINGER = Duration.ofMillis(4);

  private final GroupName group;
  private final KeyLayout layout;
  private final ThreadEventLoop definitionLoop;
  private final ThreadEventLoop ledgerLoop;
  private final Definitions definitions;
  private final RunLedger ledger;
  private final AuditTrail audit;
  private final Notes notes;

  GroupRecords(
      Store store,
      KeyLayout layout,
      GroupName group,
      NodeName node,
      Duration sessionTtl,
      Clock clock) {
    this.group = group;
    this.layout = layout;
    audit = new AuditTrail(store, layout, group);
    definitionLoop = new ThreadEventLoop("definitions-" + group);
    ledgerLoop = new ThreadEventLoop("ledger-" + group);
    definitions =
        new Definitions(
            store,
            new DefinitionScope(layout, group, node),
            definitionLoop,
            clock,
            new SplittableRandom());
    notes = new Notes(node, clock);
    LedgerSettings settings =
        LedgerSettings.defaults()
            .withSessionTtl(sessionTtl)
            .withLinger(LINGER)
            .withRetention(
                job ->
                    definitions
                        .view()
                        .job(job)
                        .map(Kept::value)
                        .map(JobSpec::retention)
                        .orElse(LedgerSettings.KEEP));
    ledger =
        new RunLedger(
            store,
            new LedgerScope(layout, group, node),
            settings,
            ledgerLoop,
            clock,
            new SplittableRandom());
  }

  /** Reads both, and follows them from then on; returns at once. */
  void follow() {
    definitions.follow();
    ledger.follow();
  }

  GroupName group() {
    return group;
  }

  KeyLayout layout() {
    return layout;
  }

  Definitions definitions() {
    return definitions;
  }

  RunLedger ledger() {
    return ledger;
  }

  /** What was done to the group through interfaces. */
  AuditTrail audit() {
    return audit;
  }

  /** Writes down what is done. */
  Notes notes() {
    return notes;
  }

  @Override
  public void close() {
    definitions.close();
    ledger.stop();
    definitionLoop.close();
    ledgerLoop.close();
  }
}

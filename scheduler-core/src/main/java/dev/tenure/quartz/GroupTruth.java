package dev.tenure.quartz;

import dev.tenure.definition.Definitions;
import dev.tenure.ledger.RunLedger;
import java.time.Clock;

/**
 * What an engine reads and writes of its group.
 *
 * @param definitions what is to be run; followed, or about to be
 * @param ledger what was run; written by the engine alone
 * @param classes the classes of jobs on this node
 * @param clock the wall clock that slots are judged by; the one that Quartz reads, except in tests
 */
public record GroupTruth(
    Definitions definitions, RunLedger ledger, ClassSource classes, Clock clock) {}

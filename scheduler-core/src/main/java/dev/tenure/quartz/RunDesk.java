package dev.tenure.quartz;

import dev.tenure.model.NodeName;
import java.time.Clock;
import java.util.function.BiConsumer;

/**
 * What a run needs of the engine.
 *
 * @param node signs the run's context
 * @param gate the last check before the code begins
 * @param claimed the runs that were handed to Quartz and have not begun
 * @param ledger hears how it ended
 * @param running counts it while it goes on
 * @param listener hears of it
 * @param limit its time-out
 * @param ends judges its end
 * @param unschedule takes triggers out of service when a job asks for it: the run, and whether all
 *     of its job's triggers are meant
 * @param clock the wall clock
 */
record RunDesk(
    NodeName node,
    Gate gate,
    ClaimedRuns claimed,
    EngineLedger ledger,
    RunningRuns running,
    RunListener listener,
    TimeLimit limit,
    RunEnd ends,
    BiConsumer<ClaimedRun, Boolean> unschedule,
    Clock clock) {}

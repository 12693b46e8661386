package dev.tenure.quartz;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.NodeName;
import java.time.Clock;

/**
 * What a run needs of the engine.
 *
 * @param node signs the run's context
 * @param gate the last check before the code begins
 * @param claims for further attempts
 * @param ledger hears how it ended
 * @param running counts it while it goes on
 * @param maker builds the job
 * @param listener hears of it
 * @param timers time-outs
 * @param clock the wall clock
 */
record RunDesk(
    NodeName node,
    Gate gate,
    ClaimDesk claims,
    EngineLedger ledger,
    RunningRuns running,
    JobMaker maker,
    RunListener listener,
    EventLoop timers,
    Clock clock) {}

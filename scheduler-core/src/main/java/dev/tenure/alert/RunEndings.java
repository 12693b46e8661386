package dev.tenure.alert;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.model.RunId;
import java.util.List;

/**
 * Which ends of runs are final failures. A run that was interrupted is none: somebody asked for it,
 * or its node stood down.
 */
final class RunEndings {

  private RunEndings() {}

  /** The runs that ended between two states of a job, the first that ended first. */
  static List<FinishedRun> between(JobState before, JobState after) {
    List<FinishedRun> last = after.last();
    long ended = Math.min(last.size(), after.finished() - before.finished());
    return ended <= 0 ? List.of() : last.subList(last.size() - (int) ended, last.size());
  }

  static boolean isBad(FinishedRun run) {
    return run.state() == EndState.FAILED
        || run.state() == EndState.TIMED_OUT
        || run.state() == EndState.LOST;
  }

  /** Whether it ended badly and no further attempt follows, or has followed. */
  static boolean isFinalFailure(FinishedRun run, JobState state) {
    RunId id = run.id();
    return isBad(run)
        && state.pending().stream().noneMatch(next -> follows(next.run(), id))
        && state.open().stream().noneMatch(next -> follows(next.id(), id))
        && state.last().stream().noneMatch(next -> follows(next.id(), id));
  }

  private static boolean follows(RunId next, RunId run) {
    return next.attempt() > run.attempt()
        && next.slotMillis() == run.slotMillis()
        && next.trigger().equals(run.trigger());
  }
}

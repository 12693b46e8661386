package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.LeaseId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A step of a fold: the states of some jobs are written as they are now. */
final class StateWrites implements Flight {

  /** How many states one transaction writes: few, as a claim may have to wait for it. */
  private static final int MAX_STATES = 50;

  private static final int MAX_BYTES = 200_000;

  private final Map<JobName, JobState> states = new LinkedHashMap<>();
  private final List<Commit.Write> writes = new ArrayList<>();
  private final Consumer<StateWrites> done;

  private StateWrites(Consumer<StateWrites> done) {
    this.done = done;
  }

  static StateWrites load(Deque<JobName> jobs, LedgerParts parts, Consumer<StateWrites> done) {
    StateWrites step = new StateWrites(done);
    JobStateJson json = new JobStateJson(parts.scope().group(), parts.names());
    int bytes = 0;
    while (!jobs.isEmpty() && step.writes.size() < MAX_STATES && bytes < MAX_BYTES) {
      JobName job = jobs.remove();
      String key = parts.scope().state(job);
      Optional<JobState> state = parts.index().state(job);
      if (state.isPresent()) {
        Bytes value = json.write(job, state.get());
        bytes += value.size();
        step.writes.add(new Commit.Put(key, value, LeaseId.NONE));
      } else {
        step.writes.add(new Commit.Delete(key));
      }
      step.states.put(job, state.orElse(JobState.NONE));
    }
    return step;
  }

  Map<JobName, JobState> states() {
    return states;
  }

  @Override
  public List<Commit.Guard> guards() {
    return List.of();
  }

  @Override
  public List<Commit.Write> writes() {
    return writes;
  }

  /** Writing the same states once more does no harm. */
  @Override
  public boolean wasApplied(CommitResult.Refused refused) {
    return false;
  }

  @Override
  public void committed(long revision) {
    done.accept(this);
  }
}

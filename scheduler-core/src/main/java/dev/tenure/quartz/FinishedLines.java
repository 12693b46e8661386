package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.JobState;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Triggers without a further slot, and which of them are over: nothing of them runs any more and
 * nothing is to run. Not thread-safe.
 */
final class FinishedLines {

  private final Set<TriggerName> finished = new HashSet<>();
  private final List<TriggerSpec> over = new ArrayList<>();

  /** The trigger has no further slot. */
  boolean add(TriggerName name) {
    return finished.add(name);
  }

  /** The trigger has a slot again, or is gone. */
  void remove(TriggerName name) {
    finished.remove(name);
  }

  List<TriggerName> all() {
    return List.copyOf(finished);
  }

  /** Notes the trigger if its last slot is accounted for and all of its runs have ended. */
  void check(TriggerSpec spec, JobState state) {
    if (finished.contains(spec.name()) && isOver(spec, state)) {
      over.add(spec);
    }
  }

  private static boolean isOver(TriggerSpec spec, JobState state) {
    return state.open().stream().noneMatch(run -> run.id().trigger().equals(spec.name()))
        && state.pending().stream().noneMatch(next -> next.run().trigger().equals(spec.name()));
  }

  /** The triggers that are over; each is told once. */
  List<TriggerSpec> takeOver() {
    if (over.isEmpty()) {
      return List.of();
    }
    List<TriggerSpec> taken = List.copyOf(over);
    over.clear();
    return taken;
  }

  void clear() {
    finished.clear();
  }

  void forgetOver() {
    over.clear();
  }
}

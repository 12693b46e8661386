package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a leader wants to run. With a request it is granted if the request still exists, and moves
 * no cursor. Else the first attempt is granted if its slot is later than the trigger's cursor, and
 * a later one if it is among the job's pending attempts.
 *
 * @param job the job
 * @param trigger the trigger whose slot it is
 * @param edition the edition of the trigger
 * @param slot the scheduled instant, on the trigger's grid; whole milliseconds
 * @param kind why it is run
 * @param attempt 1 for the first
 * @param request what it fulfils
 * @param data what was passed to this run alone; must pass {@link KeptData#check}
 */
public record Claim(
    JobName job,
    TriggerName trigger,
    String edition,
    Instant slot,
    RunKind kind,
    int attempt,
    Optional<RequestRef> request,
    Map<String, Object> data) {

  /** A claim of the first attempt at a slot of the trigger, without a request. */
  public static Claim of(
      JobName job, TriggerName trigger, String edition, Instant slot, RunKind kind) {
    return new Claim(job, trigger, edition, slot, kind, 1, Optional.empty(), Map.of());
  }

  /** A claim of an attempt that the job's state holds as pending. */
  public static Claim of(PendingAttempt pending, String edition) {
    RunId run = pending.run();
    return new Claim(
        run.job(),
        run.trigger(),
        edition,
        Instant.ofEpochMilli(run.slotMillis()),
        pending.kind(),
        run.attempt(),
        Optional.empty(),
        pending.data());
  }

  /** The identity of the run in its group. */
  public RunId id(GroupName group) {
    return new RunId(group, job, trigger, slot.toEpochMilli(), attempt);
  }
}

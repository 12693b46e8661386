package dev.tenure.verify;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that the ledger says. */
public sealed interface Fact {

  /** Who wrote it, and when. */
  Stamp stamp();

  /** Whose ledger says it. */
  GroupName group();

  /** A term was opened. */
  record Opened(GroupName group, Stamp stamp) implements Fact {}

  /**
   * A term is over, since the instant of the stamp; for pasts that do not hold the term that came
   * after it.
   */
  record Over(GroupName group, Stamp stamp) implements Fact {}

  /**
   * A run was claimed.
   *
   * @param run which
   * @param kind why
   * @param edition of the trigger, as claimed
   * @param requested whether somebody asked for it, so that it moves no cursor
   * @param stamp who claimed it
   */
  record Claimed(RunId run, RunKind kind, String edition, boolean requested, Stamp stamp)
      implements Fact {
    @Override
    public GroupName group() {
      return run.group();
    }

    /** Whether it moves the cursor of its trigger. */
    public boolean movesCursor() {
      return !requested && run.attempt() == 1;
    }

    /** The scheduled instant. */
    public Instant slot() {
      return Instant.ofEpochMilli(run.slotMillis());
    }
  }

  /**
   * A run ended.
   *
   * @param run which
   * @param state how; LOST when a later leader settled it
   * @param next when a further attempt is due, if one is to follow
   * @param right the older term that was handed over and whose node reported this end; zero for an
   *     end in the term that began the run
   * @param stamp who recorded it
   */
  record Ended(RunId run, EndState state, Optional<Instant> next, long right, Stamp stamp)
      implements Fact {

    /** An end in the term that began the run, or a loss. */
    public Ended(RunId run, EndState state, Optional<Instant> next, Stamp stamp) {
      this(run, state, next, 0, stamp);
    }

    @Override
    public GroupName group() {
      return run.group();
    }
  }

  /**
   * Slots were passed over.
   *
   * @param edition of the trigger
   * @param ranges which, and why
   * @param cursor where the account of the trigger stands then
   */
  record Passed(
      GroupName group,
      JobName job,
      TriggerName trigger,
      String edition,
      List<SkippedRange> ranges,
      Instant cursor,
      Stamp stamp)
      implements Fact {
    public Passed {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Definitions are gone: cursors are forgotten, and further attempts.
   *
   * @param trigger which; all of the job when absent
   */
  record Forgot(GroupName group, JobName job, Optional<TriggerName> trigger, Stamp stamp)
      implements Fact {}
}

package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.model.CalendarSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of definitions that happen together or not at all.
 *
 * @param ops at most {@link #MAX_OPS}, of different things
 * @param fence the leadership under which alone it happens, if there is one
 * @param audit what is noted of it, if anything: together with it, and only if it changes something
 */
public record Change(List<Op> ops, Optional<Leadership> fence, Optional<AuditEntry> audit) {

  /** The most that one change may hold: below etcd's default of 128 operations. */
  public static final int MAX_OPS = 120;

  /** The most bytes of JSON that one definition may take. */
  public static final int MAX_BYTES = 256 * 1024;

  /** Nothing. */
  public static final Change NONE = new Change(List.of());

  public Change {
    ops = List.copyOf(ops);
  }

  /** A change that any node may make. */
  public Change(List<Op> ops) {
    this(ops, Optional.empty());
  }

  /** A change of which nothing is noted. */
  public Change(List<Op> ops, Optional<Leadership> fence) {
    this(ops, fence, Optional.empty());
  }

  /** The same change, of which this is noted. */
  public Change noted(AuditEntry entry) {
    return new Change(ops, fence, Optional.of(entry));
  }

  /** The same change, to happen only as long as the leadership lasts. */
  public Change under(Leadership leadership) {
    return new Change(ops, Optional.of(leadership), audit);
  }

  /** Both, together or not at all; under this one's fence. */
  public Change and(Change other) {
    List<Op> all = new ArrayList<>(ops);
    all.addAll(other.ops);
    return new Change(all, fence, audit);
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return ops.isEmpty();
  }

  /** One operation. */
  public sealed interface Op {
    /** What it is about. */
    Thing thing();

    /** What that must be. */
    Expectation expected();
  }

  /** Writes a job. */
  public record PutJob(JobSpec job, Expectation expected) implements Op {
    @Override
    public Thing thing() {
      return new Thing.Job(job.name());
    }
  }

  /** Writes a trigger. */
  public record PutTrigger(TriggerSpec trigger, Expectation expected) implements Op {
    @Override
    public Thing thing() {
      return new Thing.Trigger(trigger.name());
    }
  }

  /** Writes a calendar. */
  public record PutCalendar(String name, CalendarSpec calendar, Expectation expected)
      implements Op {
    @Override
    public Thing thing() {
      return new Thing.Calendar(name);
    }
  }

  /** Writes what is paused as a whole. */
  public record PutPauses(Pauses pauses, Expectation expected) implements Op {
    @Override
    public Thing thing() {
      return new Thing.Paused();
    }
  }

  /** Writes which job files were applied. */
  public record PutApplied(AppliedFiles files, Expectation expected) implements Op {
    @Override
    public Thing thing() {
      return new Thing.Applied();
    }
  }

  /** Deletes it; fine when it is gone already, if anything is expected. */
  public record Delete(Thing thing, Expectation expected) implements Op {}

  /** Changes nothing of it, and expects the same of others. */
  public record Keep(Thing thing, Expectation expected) implements Op {}
}

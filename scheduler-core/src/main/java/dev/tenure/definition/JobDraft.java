package dev.tenure.definition;

import dev.tenure.model.TriggerName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job in a {@link Draft}: as it was seen, and what becomes of it. */
final class JobDraft {

  private final Thing.Job thing;
  private final DefinitionView view;
  private final Optional<Kept<JobSpec>> seen;
  private final long modRevision;
  private final Set<TriggerName> before;
  private final Set<TriggerName> after;
  private @Nullable JobSpec written;
  private boolean dropped;
  private boolean stays;
  private boolean guarded;

  /** Reads the job first and its triggers then; {@link DefinitionView} says why. */
  JobDraft(Thing.Job thing, DefinitionView view) {
    this.thing = thing;
    this.view = view;
    seen = view.job(thing.name());
    modRevision = seen.map(Kept::modRevision).orElseGet(() -> view.modRevision(thing));
    before = Set.copyOf(view.triggersOf(thing.name()));
    after = new HashSet<>(before);
  }

  Optional<Kept<JobSpec>> seen() {
    return seen;
  }

  /** As it is to be. */
  Optional<JobSpec> now() {
    return written != null ? Optional.of(written) : seen.map(Kept::value);
  }

  Set<TriggerName> triggers() {
    return after;
  }

  void write(JobSpec job) {
    written = job;
  }

  void drop() {
    dropped = true;
  }

  boolean dropped() {
    return dropped;
  }

  /** It is kept even if it loses its last trigger. */
  void stay() {
    stays = true;
  }

  /** Nobody makes, changes or removes it at the same time. */
  void guard() {
    guarded = true;
  }

  void buildInto(List<Change.Op> ops) {
    if (dropped) {
      ops.add(new Change.Delete(thing, expected()));
    } else if (written != null) {
      keepATriggerThatHoldsIt(ops, written);
      ops.add(new Change.PutJob(written, expected()));
    } else if (seen.isPresent() && !after.equals(before)) {
      JobSpec job = seen.get().value();
      if (job.durable()) {
        ops.add(new Change.Keep(thing, expected()));
      } else if (after.isEmpty() && !stays) {
        ops.add(new Change.Delete(thing, expected()));
      } else {
        ops.add(new Change.PutJob(job, expected()));
      }
    } else if (guarded) {
      ops.add(new Change.Keep(thing, expected()));
    }
  }

  /** A job that stops to be durable must not lose its last trigger at the same time. */
  private void keepATriggerThatHoldsIt(List<Change.Op> ops, JobSpec job) {
    boolean stops = !job.durable() && seen.filter(kept -> kept.value().durable()).isPresent();
    if (stops && after.equals(before)) {
      after.stream()
          .map(Thing.Trigger::new)
          .filter(trigger -> ops.stream().noneMatch(op -> op.thing().equals(trigger)))
          .findFirst()
          .ifPresent(trigger -> ops.add(new Change.Keep(trigger, seen(trigger))));
    }
  }

  private Expectation seen(Thing other) {
    return expected(view.modRevision(other));
  }

  private Expectation expected() {
    return expected(modRevision);
  }

  private static Expectation expected(long modRevision) {
    return modRevision == 0 ? Expectation.ABSENT : new Expectation.Present(modRevision);
  }
}

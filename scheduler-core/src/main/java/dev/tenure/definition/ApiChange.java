package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The difference between what a call of the API says of one job and what is defined. */
final class ApiChange {

  private final DefinitionView view;
  private final Ids ids;

  ApiChange(DefinitionView view, Ids ids) {
    this.view = view;
    this.ids = ids;
  }

  Change apply(JobSpec wanted, Collection<TriggerSpec> triggers, Seen seen) {
    check(wanted.name(), seen);
    Draft draft = new Draft(view);
    JobDraft slot = draft.job(wanted.name());
    Optional<JobSpec> before = slot.seen().map(Kept::value);
    JobSpec job =
        wanted.withIdentity(
            before.map(JobSpec::incarnation).orElseGet(ids::next),
            before
                .filter(known -> hasDataOf(known, wanted))
                .map(JobSpec::edition)
                .orElseGet(ids::next));
    boolean changes = !before.equals(Optional.of(job));
    Set<TriggerName> gone = new HashSet<>(slot.triggers());
    for (TriggerSpec trigger : triggers) {
      gone.remove(trigger.name());
      trigger.calendar().ifPresent(draft::keepCalendar);
      changes |= put(draft, trigger, job.incarnation());
    }
    job.resting().flatMap(TriggerSpec::calendar).ifPresent(draft::keepCalendar);
    gone.forEach(draft::dropTrigger);
    if (!changes && gone.isEmpty()) {
      return Change.NONE;
    }
    slot.write(job);
    return draft.build();
  }

  /** What its last run left for the next one belongs to the data that it was given. */
  private static boolean hasDataOf(JobSpec known, JobSpec wanted) {
    return known.data().equals(wanted.data()) && known.type().equals(wanted.type());
  }

  private boolean put(Draft draft, TriggerSpec wanted, String incarnation) {
    Optional<TriggerSpec> seen = view.trigger(wanted.name()).map(Kept::value);
    if (seen.filter(known -> !known.job().equals(wanted.job())).isPresent()) {
      throw new DefinitionException(
          Kind.EXISTS,
          new Thing.Trigger(wanted.name()),
          "trigger "
              + wanted.name()
              + " belongs to job "
              + seen.get().job()
              + "; give this job another name");
    }
    TriggerSpec trigger =
        seen.map(
                known ->
                    wanted
                        .withSince(since(known, wanted))
                        .withMode(
                            known.mode() == TriggerMode.PAUSED
                                ? TriggerMode.PAUSED
                                : TriggerMode.NORMAL))
            .orElse(wanted)
            .withIdentity(incarnation, edition(seen, wanted));
    if (seen.equals(Optional.of(trigger))) {
      return false;
    }
    draft.putTrigger(trigger);
    return true;
  }

  /** Single slots that are named again were run; those of a rhythm are told by the cursor. */
  private static Instant since(TriggerSpec known, TriggerSpec wanted) {
    return wanted.schedule().isSingle() && !known.hasSlotsOf(wanted)
        ? wanted.since()
        : known.since();
  }

  /** Another one for other slots, as for a changed trigger of a job file. */
  private String edition(Optional<TriggerSpec> seen, TriggerSpec wanted) {
    return seen.filter(known -> known.hasSlotsOf(wanted))
        .map(TriggerSpec::edition)
        .orElseGet(ids::next);
  }

  /** Throws unless the API may change the job, and it is as it was seen. */
  void check(JobName name, Seen seen) {
    Thing thing = new Thing.Job(name);
    Optional<JobSpec> job = view.job(name).map(Kept::value);
    if (job.filter(known -> known.source() == Source.FILES).isPresent()) {
      throw new DefinitionException(
          Kind.OF_FILES, thing, thing + " comes from a job file; change it there");
    }
    AsSeen.check(view, thing, view.revision(name), seen);
  }
}

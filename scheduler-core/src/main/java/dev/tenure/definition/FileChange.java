package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;
import dev.tenure.model.TriggerName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The difference between what a job file says of one job and what is defined. */
final class FileChange {

  private final DefinitionView view;
  private final Ids ids;

  FileChange(DefinitionView view, Ids ids) {
    this.view = view;
    this.ids = ids;
  }

  Change apply(JobSpec wanted, Collection<TriggerSpec> triggers) {
    Draft draft = new Draft(view);
    JobDraft slot = draft.job(wanted.name());
    Optional<JobSpec> seen = slot.seen().map(Kept::value);
    seen.ifPresent(job -> refuseForeign(new Thing.Job(job.name()), job.source()));
    String incarnation = seen.map(JobSpec::incarnation).orElseGet(ids::next);
    JobSpec job = wanted.withIdentity(incarnation, TriggerSpec.FILES_EDITION);
    if (!seen.equals(Optional.of(job))) {
      slot.write(job);
    }
    Set<TriggerName> gone = new HashSet<>(slot.triggers());
    for (TriggerSpec trigger : triggers) {
      gone.remove(trigger.name());
      trigger.calendar().ifPresent(draft::keepCalendar);
      put(draft, trigger, incarnation);
    }
    job.resting().flatMap(TriggerSpec::calendar).ifPresent(draft::keepCalendar);
    gone.stream()
        .filter(name -> view.trigger(name).filter(t -> isOfFiles(t.value())).isPresent())
        .forEach(draft::dropTrigger);
    Change change = draft.build();
    boolean changes = change.ops().stream().anyMatch(op -> !(op instanceof Change.Keep));
    return changes ? change : Change.NONE;
  }

  private void put(Draft draft, TriggerSpec wanted, String incarnation) {
    Optional<TriggerSpec> seen = view.trigger(wanted.name()).map(Kept::value);
    seen.ifPresent(trigger -> refuseForeign(new Thing.Trigger(trigger.name()), trigger.source()));
    TriggerSpec trigger =
        seen.filter(before -> before.job().equals(wanted.job()))
            .map(before -> wanted.withSince(before.since()).withMode(before.mode()))
            .orElse(wanted)
            .withIdentity(incarnation, edition(seen, wanted));
    if (!seen.equals(Optional.of(trigger))) {
      draft.putTrigger(trigger);
    }
  }

  /**
   * Another one for other slots: so the ledger tells up to which slot the account is one of the
   * slots before, even where the change was made while its clock showed something else.
   */
  private String edition(Optional<TriggerSpec> seen, TriggerSpec wanted) {
    return seen.map(before -> before.hasSlotsOf(wanted) ? before.edition() : ids.next())
        .orElse(TriggerSpec.FILES_EDITION);
  }

  private static boolean isOfFiles(TriggerSpec trigger) {
    return trigger.source() == Source.FILES;
  }

  private static void refuseForeign(Thing thing, Source source) {
    if (source != Source.FILES) {
      throw new DefinitionException(
          Kind.EXISTS,
          thing,
          thing
              + " was defined through the API; remove it there or give the one of the job file"
              + " another name");
    }
  }
}

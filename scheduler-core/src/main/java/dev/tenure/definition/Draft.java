package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of jobs and triggers while it is put together, with the rule of jobs that are not
 * durable: each change of their triggers writes the job too, and the last trigger takes it along.
 * Triggers come before jobs in the change, and so in the watch: who sees the job as a change left
 * it sees its triggers so too.
 */
final class Draft {

  private final DefinitionView view;
  private final Map<JobName, JobDraft> jobs = new LinkedHashMap<>();
  private final Map<Thing, Change.Op> things = new LinkedHashMap<>();

  Draft(DefinitionView view) {
    this.view = view;
  }

  JobDraft job(JobName name) {
    return jobs.computeIfAbsent(name, key -> new JobDraft(new Thing.Job(name), view));
  }

  void putTrigger(TriggerSpec trigger) {
    Thing thing = new Thing.Trigger(trigger.name());
    view.trigger(trigger.name())
        .map(Kept::value)
        .filter(before -> !before.job().equals(trigger.job()))
        .ifPresent(
            before -> {
              job(before.job()).stay();
              job(before.job()).triggers().remove(trigger.name());
            });
    guardJobOfDead(trigger.name());
    job(trigger.job()).triggers().add(trigger.name());
    things.put(thing, new Change.PutTrigger(trigger, expected(thing)));
  }

  void dropTrigger(TriggerName name) {
    Thing thing = new Thing.Trigger(name);
    view.trigger(name).ifPresent(kept -> job(kept.value().job()).triggers().remove(name));
    guardJobOfDead(name);
    things.put(thing, new Change.Delete(thing, expected(thing)));
  }

  /** A trigger whose job is not there may belong to one that is just being told of. */
  private void guardJobOfDead(TriggerName name) {
    view.deadTrigger(name).ifPresent(kept -> job(kept.value().job()).guard());
  }

  void dropJob(JobName name) {
    JobDraft job = job(name);
    job.drop();
    job.triggers()
        .forEach(
            trigger -> {
              Thing thing = new Thing.Trigger(trigger);
              things.put(thing, new Change.Delete(thing, expected(thing)));
            });
  }

  /** Nobody removes or changes the calendar at the same time. */
  void keepCalendar(String name) {
    Thing thing = new Thing.Calendar(name);
    Expectation expected = expected(thing);
    if (expected instanceof Expectation.Absent) {
      throw new DefinitionException(
          Kind.UNKNOWN, thing, "there is no calendar \"" + name + "\"; store it first");
    }
    things.putIfAbsent(thing, new Change.Keep(thing, expected));
  }

  Change build() {
    List<Change.Op> ops = new ArrayList<>(things.values());
    jobs.values().forEach(job -> job.buildInto(ops));
    if (ops.size() > Change.MAX_OPS) {
      // Triggers whose job is gone are dead, and swept later.
      ops.removeIf(op -> op instanceof Change.Delete && isOfDroppedJob(op.thing()));
    }
    return ops.isEmpty() ? Change.NONE : new Change(ops);
  }

  private boolean isOfDroppedJob(Thing thing) {
    return thing instanceof Thing.Trigger trigger
        && jobs.values().stream()
            .anyMatch(job -> job.dropped() && job.triggers().contains(trigger.name()));
  }

  private Expectation expected(Thing thing) {
    long revision = view.modRevision(thing);
    return revision == 0 ? Expectation.ABSENT : new Expectation.Present(revision);
  }
}

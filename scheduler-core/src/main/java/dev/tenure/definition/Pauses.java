package dev.tenure.definition;

import dev.tenure.model.TriggerName;
import java.util.Set;

/**
 * What is paused as a whole; single triggers have their {@link TriggerMode}. Triggers that join a
 * paused group later are paused too. The names of the groups are those of Quartz.
 *
 * @param triggerGroups groups of triggers
 * @param jobGroups groups of jobs: their triggers are paused
 * @param except triggers that were resumed one by one although their group is paused
 */
public record Pauses(Set<String> triggerGroups, Set<String> jobGroups, Set<TriggerName> except) {

  /** Nothing. */
  public static final Pauses NONE = new Pauses(Set.of(), Set.of(), Set.of());

  public Pauses {
    triggerGroups = Set.copyOf(triggerGroups);
    jobGroups = Set.copyOf(jobGroups);
    except = Set.copyOf(except);
  }
}

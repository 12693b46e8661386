package dev.tenure.definition;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.SafeText;
import dev.tenure.model.TriggerName;

/**
 * Whose definitions they are.
 *
 * @param layout where the keys lie
 * @param group the group
 * @param node this node, as it signs what it writes
 */
public record DefinitionScope(KeyLayout layout, GroupName group, NodeName node) {

  String key(Thing thing) {
    if (thing instanceof Thing.Job job) {
      return layout.job(group, job.name());
    } else if (thing instanceof Thing.Trigger trigger) {
      return layout.trigger(group, trigger.name());
    } else if (thing instanceof Thing.Calendar calendar) {
      return layout.calendar(group, calendar.name());
    } else if (thing instanceof Thing.Asked asked) {
      return layout.request(group, asked.id());
    } else if (thing instanceof Thing.Paused) {
      return layout.paused(group);
    } else if (thing instanceof Thing.Applied) {
      return layout.applied(group);
    }
    return layout.definitionsTerm(group);
  }

  /** Throws {@link IllegalArgumentException} for a key that is none of ours. */
  Thing thing(String key) {
    if (key.startsWith(layout.jobs(group))) {
      return new Thing.Job(new JobName(key.substring(layout.jobs(group).length())));
    } else if (key.startsWith(layout.triggers(group))) {
      return new Thing.Trigger(new TriggerName(key.substring(layout.triggers(group).length())));
    } else if (key.startsWith(layout.calendars(group))) {
      return new Thing.Calendar(SafeText.unescape(key.substring(layout.calendars(group).length())));
    } else if (key.startsWith(layout.requests(group))) {
      String id = key.substring(layout.requests(group).length());
      Ids.check(id);
      return new Thing.Asked(id);
    } else if (key.equals(layout.paused(group))) {
      return new Thing.Paused();
    } else if (key.equals(layout.applied(group))) {
      return new Thing.Applied();
    } else if (key.equals(layout.definitionsTerm(group))) {
      return new Thing.Took();
    }
    throw new IllegalArgumentException("there is no such kind of key");
  }
}

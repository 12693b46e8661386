package dev.tenure.server.chaos.record;

import dev.tenure.model.GroupName;
import dev.tenure.verify.Timeline.Lead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who led when, by the keys of the candidates: the lowest create revision leads. */
public final class Leaderships {

  private final GroupName group;
  private final String prefix;
  private final TreeMap<Long, String> queue = new TreeMap<>();
  private final Map<String, Long> revisions = new HashMap<>();
  private final List<Lead> leads = new ArrayList<>();
  private @Nullable Lead current;

  private Leaderships(String root, String group) {
    this.group = new GroupName(group);
    prefix = root + "/election/" + group + "/";
  }

  /**
   * All leaderships in their order.
   *
   * @param end of the last one, if it lasts
   */
  public static List<Lead> of(String root, String group, List<Recorded> all, Instant end) {
    Leaderships leaderships = new Leaderships(root, group);
    for (Recorded event : all) {
      if (event.key().startsWith(leaderships.prefix)) {
        leaderships.heard(event);
      }
    }
    leaderships.close(end, 0);
    return leaderships.leads;
  }

  private void heard(Recorded event) {
    Instant at = Instant.ofEpochMilli(event.wall());
    String value = event.value();
    if (value == null) {
      Long created = revisions.remove(event.key());
      if (created != null) {
        queue.remove(created);
      }
    } else {
      revisions.put(event.key(), event.created());
      queue.computeIfAbsent(event.created(), created -> node(event.key(), value));
    }
    Map.Entry<Long, String> first = queue.firstEntry();
    Lead before = current;
    if (before != null && (first == null || first.getKey() != before.term())) {
      close(at, event.revision());
    }
    if (first != null && current == null) {
      current = new Lead(group, first.getKey(), first.getValue(), at, at, 0);
    }
  }

  private void close(Instant at, long revision) {
    Lead open = current;
    if (open != null) {
      leads.add(new Lead(group, open.term(), open.node(), open.from(), at, revision));
      current = null;
    }
  }

  /** A candidate says its name; a foreign one has its key for a name. */
  private static String node(String key, String value) {
    try {
      return Json.parse(value).path("node").asText(key);
    } catch (IllegalStateException e) {
      return key;
    }
  }
}

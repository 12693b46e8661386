package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Names that are met again and again, each held once: a hundred thousand states share them, and a
 * name is not checked anew for each record. Confined to one loop.
 */
final class KnownNames {

  /** Far more than the names of a group; jobs that come and go must not fill the memory. */
  private static final int MOST = 500_000;

  private final Map<String, JobName> jobs = new HashMap<>();
  private final Map<String, TriggerName> triggers = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();

  JobName job(String text) {
    return known(jobs, text, JobName::new);
  }

  TriggerName trigger(String text) {
    return known(triggers, text, TriggerName::new);
  }

  /** The name of a node, or an edition. */
  String word(String text) {
    return known(words, text, Function.identity());
  }

  private static <T> T known(Map<String, T> all, String text, Function<String, T> make) {
    T found = all.get(text);
    if (found == null) {
      found = make.apply(text);
      if (all.size() >= MOST) {
        all.clear();
      }
      all.put(text, found);
    }
    return found;
  }
}

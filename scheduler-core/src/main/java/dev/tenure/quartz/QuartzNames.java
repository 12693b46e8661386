package dev.tenure.quartz;

import dev.tenure.model.JobName;
import dev.tenure.model.SafeText;
import dev.tenure.model.TriggerName;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.utils.Key;

/**
 * Keys of Quartz, which are any two texts, as names that are fit for the store and for URLs, and
 * back; one to one. A key of the home group is its name alone, any other one is {@code group~name},
 * both escaped. Thread-safe.
 *
 * @param home the group whose keys need no mention of it
 */
record QuartzNames(String home) {

  private static final char SEPARATOR = '~';

  /** Throws {@link IllegalArgumentException} for a key that is too long, or no text at all. */
  JobName name(JobKey key) {
    return new JobName(text(key));
  }

  /** Throws {@link IllegalArgumentException} for a key that is too long, or no text at all. */
  TriggerName name(TriggerKey key) {
    return new TriggerName(text(key));
  }

  JobKey key(JobName name) {
    String text = name.value();
    int separator = text.indexOf(SEPARATOR);
    return new JobKey(plainName(text, separator), group(text, separator));
  }

  TriggerKey key(TriggerName name) {
    String text = name.value();
    int separator = text.indexOf(SEPARATOR);
    return new TriggerKey(plainName(text, separator), group(text, separator));
  }

  private String text(Key<?> key) {
    String name = SafeText.escape(key.getName());
    return key.getGroup().equals(home) ? name : SafeText.escape(key.getGroup()) + SEPARATOR + name;
  }

  private String group(String text, int separator) {
    return separator < 0 ? home : SafeText.unescape(text.substring(0, separator));
  }

  private static String plainName(String text, int separator) {
    return SafeText.unescape(text.substring(separator + 1));
  }
}

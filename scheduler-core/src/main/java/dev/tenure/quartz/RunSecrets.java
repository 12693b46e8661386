package dev.tenure.quartz;

import dev.tenure.model.SecretReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quartz.JobDataMap;

/**
 * The secrets of one run: they stand in the data that its job sees, and nowhere else. What the job
 * keeps for its next run has the references in their place again.
 */
final class RunSecrets {

  /** A run without any. */
  static final RunSecrets NONE = new RunSecrets(Map.of());

  private final Map<String, Object> references;

  private RunSecrets(Map<String, Object> references) {
    this.references = references;
  }

  /**
   * Puts what the references stand for into the data of a run. Blocks for files.
   *
   * @param data of the run alone, to be changed; those of the job stay as they are
   * @param passed the keys of what was passed to this run alone: whoever may trigger a job may not
   *     have it read a secret that its definition does not name
   * @throws SecretException for the first one that cannot be had
   */
  static RunSecrets reveal(JobDataMap data, Set<String> passed, JobMaker maker)
      throws SecretException {
    Map<String, Object> references = new HashMap<>();
    for (String key : new TreeSet<>(data.keySet())) {
      Object value = data.get(key);
      if (value == null || SecretReference.in(value).isEmpty()) {
        continue;
      }
      if (passed.contains(key)) {
        throw new SecretException(
            "data."
                + key
                + " was passed to this run alone and refers to a secret; only the definition of a"
                + " job may do so");
      }
      data.put(key, revealed("data." + key, value, maker, references));
    }
    return references.isEmpty() ? NONE : new RunSecrets(references);
  }

  private static Object revealed(
      String path, Object value, JobMaker maker, Map<String, Object> references)
      throws SecretException {
    if (SecretReference.isMeant(value)) {
      try {
        String secret = maker.reveal(SecretReference.of(value));
        references.put(secret, value);
        return secret;
      } catch (IllegalArgumentException | SecretException e) {
        throw new SecretException(path + ": " + e.getMessage());
      }
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        copy.put(
            entry.getKey(),
            revealed(path + "." + entry.getKey(), entry.getValue(), maker, references));
      }
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      for (Object element : list) {
        copy.add(revealed(path + "[" + copy.size() + "]", element, maker, references));
      }
      return copy;
    }
    return value;
  }

  /** The data with the references where the secrets stand. */
  Map<String, Object> hidden(Map<String, Object> data) {
    if (references.isEmpty()) {
      return data;
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    data.forEach((key, value) -> copy.put(key, hide(value)));
    return copy;
  }

  private Object hide(Object value) {
    if (value instanceof String text) {
      return references.getOrDefault(text, text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, hide(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(hide(element)));
      return copy;
    }
    return value;
  }
}

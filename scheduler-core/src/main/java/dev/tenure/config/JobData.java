package dev.tenure.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a job is given to work with; {@code data { … }}.
 *
 * @param values a tree of String, Long, Double, Boolean, List and Map; unmodifiable
 * @param origins where each top-level key was written
 */
public record JobData(Map<String, Object> values, Map<String, Origin> origins) {

  /** No data. */
  public static final JobData EMPTY = new JobData(Map.of(), Map.of());

  public JobData {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }
}

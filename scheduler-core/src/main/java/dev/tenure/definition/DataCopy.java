package dev.tenure.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of a job's data that nobody can change, deep down; a null of the data stays one. */
final class DataCopy {

  private DataCopy() {}

  static Map<String, Object> of(Map<String, ?> data) {
    if (data.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    data.forEach((key, value) -> copy.put(key, frozen(value)));
    return copy.containsValue(null) ? Collections.unmodifiableMap(copy) : Map.copyOf(copy);
  }

  @SuppressWarnings("unchecked") // the keys of nested data are text, or its codec says so
  private static Object frozen(Object value) {
    if (value instanceof Map<?, ?> map) {
      return of((Map<String, ?>) map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(frozen(element)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}

package dev.tenure.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.tenure.model.SecretReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code data { … }}: any tree, to plain Java values. A null is the same as no key. */
final class DataReader {

  private final ConfigReader data;

  DataReader(ConfigReader data) {
    this.data = data;
  }

  JobData read() {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Origin> origins = new LinkedHashMap<>();
    for (String key : data.keys()) {
      data.raw(key)
          .ifPresent(
              value -> {
                Object plain = plain(value);
                check(key, plain);
                values.put(key, plain);
                origins.put(key, data.originOf(key));
              });
    }
    data.finish();
    return new JobData(values, origins);
  }

  private void check(String key, Object value) {
    for (Object meant : SecretReference.in(value)) {
      try {
        SecretReference.of(meant);
      } catch (IllegalArgumentException e) {
        String[] parts = String.valueOf(e.getMessage()).split("; allowed: ", 2);
        data.problem(key, parts[0], parts.length > 1 ? parts[1] : SecretReference.FORM);
      }
    }
  }

  private static Object plain(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      Map<String, Object> map = new LinkedHashMap<>();
      new TreeMap<>(object)
          .forEach(
              (key, child) -> {
                if (child.unwrapped() != null) {
                  map.put(key, plain(child));
                }
              });
      return Collections.unmodifiableMap(map);
    }
    if (value instanceof ConfigList list) {
      List<Object> elements = new ArrayList<>();
      list.stream()
          .filter(e -> e.unwrapped() != null)
          .map(DataReader::plain)
          .forEach(elements::add);
      return Collections.unmodifiableList(elements);
    }
    Object unwrapped = value.unwrapped();
    return unwrapped instanceof Integer number ? (Object) number.longValue() : unwrapped;
  }
}

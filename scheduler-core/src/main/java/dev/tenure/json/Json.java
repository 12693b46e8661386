package dev.tenure.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as trees of maps, lists, strings, numbers and booleans: what Tenure writes into the store
 * and reads back, where anybody else may have written something else. Thread-safe.
 */
public final class Json {

  private static final int MAX_DEPTH = 50;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private Json() {}

  /**
   * The tree on one line. {@code null} values and empty {@link Optional}s in maps are left out;
   * values of other types than the JSON ones are written as {@code toString()} gives them.
   */
  public static String write(Map<String, ?> object) {
    try {
      return MAPPER.writeValueAsString(plain(object));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, member) -> {
            Object unwrapped = member instanceof Optional<?> o ? o.orElse(null) : member;
            if (unwrapped != null) {
              copy.put(String.valueOf(key), plain(unwrapped));
            }
          });
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(member -> copy.add(plain(member)));
      return copy;
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  /** The object that the text holds; empty for anything that is not one JSON object. */
  public static Optional<Map<String, Object>> readObject(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}

package dev.tenure.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trees of maps, lists, strings, numbers and booleans as the JSON text that Tenure writes into the
 * store; {@link JsonObject} reads it back. Thread-safe.
 */
public final class Json {

  /**
   * How deep a text that somebody wrote may be nested. Reading descends by recursion, which must
   * not use up a thread's stack.
   */
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(600).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * The tree on one line, members in the order of the map. Empty {@link Optional}s in maps are left
   * out; values of other types than the JSON ones are written as {@code toString()} gives them.
   *
   * @throws IllegalArgumentException for a tree that is nested deeper than can be read back
   */
  public static String write(Map<String, ?> object) {
    return text(plain(object));
  }

  /** The text as a JSON string, with its quotation marks; also a string of HOCON. */
  public static String quoted(String text) {
    return text(text);
  }

  private static String text(Object plain) {
    try {
      return MAPPER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the tree
  private static Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, member) -> {
            if (!(member instanceof Optional<?> optional)) {
              copy.put(String.valueOf(key), plain(member));
            } else if (optional.isPresent()) {
              copy.put(String.valueOf(key), plain(optional.get()));
            }
          });
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(member -> copy.add(plain(member)));
      return copy;
    }
    return value == null
            || value instanceof String
            || value instanceof Number
            || value instanceof Boolean
        ? value
        : value.toString();
  }

  /**
   * The tree that the text holds.
   *
   * @throws IllegalArgumentException that says where the text stops to be JSON
   */
  static @Nullable Object read(String text) {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}

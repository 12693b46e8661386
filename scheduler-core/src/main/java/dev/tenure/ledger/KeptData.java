package dev.tenure.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's data as JSON and back, with types kept: a {@code Long} comes back as a {@code Long},
 * because {@code JobDataMap.getLong} refuses an {@code Integer}. Text, integers, doubles, truth
 * values, lists and maps look as they always do in JSON; a long is {@code {"@long": 5}} and a float
 * {@code {"@float": 0.5}}.
 */
public final class KeptData {

  /** The most that a job may keep, in bytes of JSON. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String LONG = "@long";
  private static final String FLOAT = "@float";

  private KeptData() {}

  /**
   * Whether the data can be kept: throws {@link IllegalArgumentException} that names the key whose
   * value has no form in JSON, or says that it is too much.
   */
  public static void check(Map<String, Object> data) {
    int size = write(data).toString().getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the job's data takes " + size + " bytes of JSON; at most " + MAX_BYTES + " can be kept");
    }
  }

  static ObjectNode write(Map<?, ?> data) {
    ObjectNode node = NODES.objectNode();
    data.forEach((key, value) -> node.set(String.valueOf(key), value(String.valueOf(key), value)));
    return node;
  }

  static Map<String, Object> read(JsonNode node) {
    Map<String, Object> data = new LinkedHashMap<>();
    node.properties().forEach(field -> data.put(field.getKey(), read1(field.getValue())));
    return data;
  }

  private static JsonNode value(String key, @Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof String text) {
      return NODES.textNode(text);
    } else if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    } else if (value instanceof Integer number) {
      return NODES.numberNode(number);
    } else if (value instanceof Long number) {
      return NODES.objectNode().put(LONG, number);
    } else if (value instanceof Float number) {
      return NODES.objectNode().put(FLOAT, number);
    } else if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
      return NODES.numberNode(number);
    } else if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      list.forEach(element -> array.add(value(key, element)));
      return array;
    } else if (value instanceof Map<?, ?> map) {
      return write(map);
    }
    throw new IllegalArgumentException(
        "the value of \""
            + key
            + "\" is a "
            + value.getClass().getName()
            + ", which cannot be kept between runs; use text, numbers, truth values, lists or maps");
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the job's map
  private static Object read1(JsonNode node) {
    if (node.isNull()) {
      return null;
    } else if (node.isTextual()) {
      return node.textValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isInt()) {
      return node.intValue();
    } else if (node.isIntegralNumber()) {
      return node.longValue();
    } else if (node.isNumber()) {
      return node.doubleValue();
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(read1(element)));
      return list;
    } else if (node.size() == 1 && node.has(LONG)) {
      return node.get(LONG).longValue();
    } else if (node.size() == 1 && node.has(FLOAT)) {
      return node.get(FLOAT).floatValue();
    }
    return read(node);
  }
}

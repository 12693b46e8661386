package dev.tenure.definition;

import dev.tenure.json.JsonObject;
import dev.tenure.json.TypedData;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The members of a stored value. A member that is there must be of the right kind: what is read
 * wrongly would be run wrongly. Each method throws {@link IllegalArgumentException}, or the like of
 * {@code java.time}, for one that is not.
 */
record Fields(JsonObject json) {

  Optional<String> text(String name) {
    return whole(name, json.text(name), "text");
  }

  String required(String name) {
    return json.requiredText(name);
  }

  <T> Optional<T> text(String name, Function<String, T> reading) {
    return text(name).map(reading);
  }

  boolean bool(String name, boolean otherwise) {
    return whole(name, json.bool(name), "true or false").orElse(otherwise);
  }

  Optional<Integer> integer(String name) {
    return whole(name, json.number(name), "a number").map(Math::toIntExact);
  }

  Optional<Long> number(String name) {
    return whole(name, json.number(name), "a number");
  }

  double decimal(String name, double otherwise) {
    Object value = json.members().get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("\"" + name + "\" is not a number");
  }

  Optional<Fields> object(String name) {
    return whole(name, json.object(name), "an object").map(Fields::new);
  }

  Duration duration(String name, Duration otherwise) {
    return text(name, Duration::parse).orElse(otherwise);
  }

  Optional<Instant> instant(String name) {
    return text(name, Instant::parse);
  }

  ZoneId zone() {
    return ZoneId.of(required("zone"));
  }

  <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
    return text(name, word -> word(type, word)).orElse(otherwise);
  }

  static <E extends Enum<E>> E word(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Map<String, Object> data() {
    return object("data").map(tree -> TypedData.read(tree.json.members())).orElse(Map.of());
  }

  List<String> texts(String name) {
    return list(name, String.class);
  }

  <T> List<T> list(String name, Class<T> type) {
    Object value = json.members().get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
      throw new IllegalArgumentException("\"" + name + "\" is not the list that it should be");
    }
    List<T> elements = new ArrayList<>();
    list.forEach(element -> elements.add(type.cast(element)));
    return elements;
  }

  private <T> Optional<T> whole(String name, Optional<T> found, String wanted) {
    if (found.isEmpty() && json.has(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not " + wanted);
    }
    return found;
  }
}

package dev.tenure.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one object by typed getters that note problems and go on. A key that no getter asked for is
 * unknown: call {@link #finish} last.
 */
final class ConfigReader {

  private final ConfigObject object;
  private final ConfigObject defaults;
  private final String path;
  private final Origin origin;
  private final ProblemLog log;
  private final TreeSet<String> known = new TreeSet<>();

  /** The defaults hold a good value for each key that {@link #value} is asked for. */
  ConfigReader(
      ConfigObject object, ConfigObject defaults, String path, Origin origin, ProblemLog log) {
    this.object = object;
    this.defaults = defaults;
    this.path = path;
    this.origin = origin;
    this.log = log;
  }

  /** Where the object begins. */
  Origin origin() {
    return origin;
  }

  Origin originOf(String key) {
    ConfigValue value = object.get(key);
    return value == null ? origin.withPath(pathOf(key)) : log.origin(value, pathOf(key));
  }

  String pathOf(String key) {
    String quoted = ConfigUtil.joinPath(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }

  void problem(String key, String what, String allowed) {
    log.add(originOf(key), what, allowed);
  }

  /** Notes a key that must be there, at the place where its object begins. */
  void missing(String key, String allowed) {
    log.add(origin, "has no " + key, allowed);
  }

  /** All keys of the object, sorted. */
  Set<String> keys() {
    return new TreeSet<>(object.keySet());
  }

  /** Whether one of the keys has a value, right or wrong. */
  boolean isSet(String... keys) {
    return Arrays.stream(keys)
        .map(object::get)
        .anyMatch(value -> value != null && value.valueType() != ConfigValueType.NULL);
  }

  /** The raw value; absent if not set, null, or hanging on a variable that does not exist. */
  Optional<ConfigValue> raw(String key) {
    known.add(key);
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL || Unresolved.isIn(value)
        ? Optional.empty()
        : Optional.of(value);
  }

  /** Absent if not set, or wrong and noted. */
  <T> Optional<Located<T>> located(String key, ValueParser<T> parser) {
    return raw(key).flatMap(value -> parse(value, pathOf(key), parser));
  }

  /** Absent if not set, or wrong and noted. */
  <T> Optional<T> optional(String key, ValueParser<T> parser) {
    return located(key, parser).map(Located::value);
  }

  /** What is set, or the default where that is wrong. */
  <T> T value(String key, ValueParser<T> parser) {
    return optional(key, parser).orElseGet(() -> fallback(key, parser));
  }

  /** A list, or one text with commas. Absent if not set, or if an element is wrong and noted. */
  <T> Optional<List<Located<T>>> list(String key, ValueParser<T> parser) {
    return raw(key)
        .flatMap(
            value -> {
              List<Located<T>> good = new ArrayList<>();
              List<ConfigValue> elements = elements(value);
              for (int i = 0; i < elements.size(); i++) {
                String name = elements.size() == 1 ? pathOf(key) : pathOf(key) + "[" + i + "]";
                parse(elements.get(i), name, parser).ifPresent(good::add);
              }
              return good.size() == elements.size() ? Optional.of(good) : Optional.empty();
            });
  }

  /** The object beneath a key; that of the defaults if something else stands there. */
  ConfigReader section(String key) {
    known.add(key);
    ConfigValue value = object.get(key);
    ConfigObject fallback = (ConfigObject) defaults.get(key);
    if (value instanceof ConfigObject child) {
      return new ConfigReader(
          child, fallback == null ? child : fallback, pathOf(key), originOf(key), log);
    }
    if (fallback == null) {
      throw new IllegalStateException("reference.conf has no section " + pathOf(key));
    }
    problem(key, "is not an object", key + " { … }");
    return new ConfigReader(fallback, fallback, pathOf(key), originOf(key), log);
  }

  /** The object beneath a key; absent if not set, or something else that is noted. */
  Optional<ConfigReader> child(String key) {
    Optional<ConfigValue> value = raw(key);
    if (value.isPresent() && !(value.get() instanceof ConfigObject)) {
      problem(key, "is not an object", key + " { … }");
      return Optional.empty();
    }
    return value.map(object -> section(key));
  }

  /** Notes every key that nobody asked for. */
  void finish() {
    for (String key : keys()) {
      ConfigValue value = object.get(key);
      if (!known.contains(key) && value != null && !Unresolved.isIn(value)) {
        String hint =
            NearestWord.of(key, known).map(near -> ", did you mean \"" + near + "\"?").orElse("");
        problem(key, "unknown key" + hint, String.join(", ", known));
      }
    }
  }

  private <T> Optional<Located<T>> parse(ConfigValue value, String name, ValueParser<T> parser) {
    Origin where = log.origin(value, name);
    try {
      return Optional.of(new Located<>(parser.parse(value), where));
    } catch (BadValue e) {
      log.add(where, e.what(), e.allowed());
      return Optional.empty();
    }
  }

  private <T> T fallback(String key, ValueParser<T> parser) {
    ConfigValue value = defaults.get(key);
    if (value == null) {
      throw new IllegalStateException("reference.conf has no " + pathOf(key));
    }
    try {
      return parser.parse(value);
    } catch (BadValue e) {
      throw new IllegalStateException("reference.conf: " + pathOf(key) + " " + e.what(), e);
    }
  }

  private static List<ConfigValue> elements(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      return Arrays.stream(String.valueOf(value.unwrapped()).split(",", -1))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .<ConfigValue>map(t -> ConfigValueFactory.fromAnyRef(t).withOrigin(value.origin()))
          .toList();
    }
    return value.valueType() == ConfigValueType.LIST
        ? List.copyOf(value.atKey("value").getList("value"))
        : List.of(value);
  }
}

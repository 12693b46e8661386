package dev.tenure.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that anybody may have written, read member by member. Immutable.
 *
 * <p>Each kind of member can be read in two ways. The plain one is for values that may be foreign:
 * a member that is absent or of another kind counts as not there. The {@code required} one is for
 * records that must be whole: it throws an {@link IllegalArgumentException} that names the member
 * and says what should be there.
 */
public final class JsonObject {

  private final Map<String, Object> members;

  private JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /** The object that the text holds; empty for anything that is not one JSON object. */
  public static Optional<JsonObject> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The object that the text holds.
   *
   * @throws IllegalArgumentException that says why the text is not one JSON object
   */
  public static JsonObject parse(String text) {
    return object(Json.read(text))
        .orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
  }

  /**
   * All members in the order of the text: as strings, booleans, the smallest of {@code Integer},
   * {@code Long} and {@code BigInteger} that holds the number, {@code Double}, lists, maps and
   * {@code null}. Not to be changed.
   */
  public Map<String, Object> members() {
    return members;
  }

  /** Whether there is such a member with another value than {@code null}. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** The member that is text. */
  public Optional<String> text(String name) {
    return member(name, String.class);
  }

  /** As {@link #text}; throws when there is none. */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> isNot(name, "text"));
  }

  /** The member that is a number, without what follows its decimal point. */
  public Optional<Long> number(String name) {
    return member(name, Number.class).map(Number::longValue);
  }

  /** As {@link #number}; throws when there is none. */
  public long requiredNumber(String name) {
    return number(name).orElseThrow(() -> isNot(name, "a number"));
  }

  /** The member that is a truth value. */
  public Optional<Boolean> bool(String name) {
    return member(name, Boolean.class);
  }

  /** As {@link #bool}; throws when there is none. */
  public boolean requiredBool(String name) {
    return bool(name).orElseThrow(() -> isNot(name, "true or false"));
  }

  /** The member that is text in the form of {@link Instant#toString}. */
  public Optional<Instant> instant(String name) {
    try {
      return text(name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As {@link #instant}; throws when there is none. */
  public Instant requiredInstant(String name) {
    return instant(name).orElseThrow(() -> isNot(name, "a time such as \"2026-01-01T00:00:00Z\""));
  }

  /** The member that is an object itself. */
  public Optional<JsonObject> object(String name) {
    return object(members.get(name));
  }

  /** As {@link #object}; throws when there is none. */
  public JsonObject requiredObject(String name) {
    return object(name).orElseThrow(() -> isNot(name, "an object"));
  }

  /** Those elements of the member that are objects; none when it is not a list. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> found = new ArrayList<>();
    member(name, List.class)
        .ifPresent(
            list -> ((List<?>) list).forEach(element -> object(element).ifPresent(found::add)));
    return found;
  }

  /** As {@link #objects}; throws unless the member is a list of nothing else. */
  public List<JsonObject> requiredObjects(String name) {
    List<JsonObject> found = objects(name);
    if (!(members.get(name) instanceof List<?> list) || list.size() != found.size()) {
      throw isNot(name, "a list of objects");
    }
    return found;
  }

  private <T> Optional<T> member(String name, Class<T> type) {
    return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
  }

  private static Optional<JsonObject> object(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put(String.valueOf(name), member));
    return Optional.of(new JsonObject(members));
  }

  private IllegalArgumentException isNot(String name, String wanted) {
    return new IllegalArgumentException(
        "\"" + name + "\" " + (has(name) ? "is not " : "is missing; it should be ") + wanted);
  }

  /** The object as text on one line. */
  @Override
  public String toString() {
    return Json.write(members);
  }
}

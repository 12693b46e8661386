package dev.tenure.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value of a job's data that stands elsewhere, on the node that runs the job: in the data it is
 * an object {@code { secret { file = "db/password" } }} or {@code { secret { env = NAME } }}. What
 * is stored and shown is this; only a run sees what it stands for.
 */
public sealed interface SecretReference {

  /** How such a value is written. */
  String FORM = "{ secret { file = \"name\" } } or { secret { env = NAME } }, and nothing beside";

  /**
   * A file in the node's folder of secrets.
   *
   * @param name its path in that folder; leads nowhere else
   */
  record OfFile(String name) implements SecretReference {
    private static final Pattern NAMES =
        Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    /** Throws {@link IllegalArgumentException} for any other path. */
    public OfFile {
      if (!NAMES.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the file of a secret is not a path inside the folder of secrets; allowed: letters,"
                + " digits, '.', '_', '-' and '/', no part beginning with a '.'");
      }
    }

    @Override
    public String toString() {
      return "secret file \"" + name + "\"";
    }
  }

  /**
   * A variable of the node's environment.
   *
   * @param name the whole name
   */
  record OfEnvironment(String name) implements SecretReference {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Throws {@link IllegalArgumentException} for what cannot be the name of a variable. */
    public OfEnvironment {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the variable of a secret is not a name; allowed: letters, digits and '_', no digit"
                + " first");
      }
    }

    @Override
    public String toString() {
      return "secret variable " + name;
    }
  }

  /** Whether a value of the data is meant to be a reference, be it right or wrong. */
  static boolean isMeant(Object value) {
    return value instanceof Map<?, ?> map && map.get("secret") instanceof Map<?, ?>;
  }

  /**
   * The reference that a value of the data is meant to be.
   *
   * @throws IllegalArgumentException that says what is wrong with it, and repeats nothing of it:
   *     that may be a secret which somebody wrote in the wrong place
   */
  static SecretReference of(Object value) {
    if (value instanceof Map<?, ?> map
        && map.size() == 1
        && map.get("secret") instanceof Map<?, ?> source
        && source.size() == 1) {
      if (source.get("file") instanceof String name) {
        return new OfFile(name);
      }
      if (source.get("env") instanceof String name) {
        return new OfEnvironment(name);
      }
    }
    throw new IllegalArgumentException(
        "a reference to a secret is not of its form; allowed: " + FORM);
  }

  /** Everything in a value of the data that is meant to be a reference, however deep. */
  static List<Object> in(Object value) {
    List<Object> found = new ArrayList<>();
    collect(value, found);
    return found;
  }

  private static void collect(Object value, List<Object> found) {
    if (isMeant(value)) {
      found.add(value);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(inner -> collect(inner, found));
    } else if (value instanceof Collection<?> list) {
      list.forEach(inner -> collect(inner, found));
    }
  }
}

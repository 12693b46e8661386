package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Trees of JSON as a job file that a person likes to read. */
final class Hocon {

  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final String LINE = System.lineSeparator();

  private final StringBuilder text = new StringBuilder();

  private Hocon() {}

  /** The members, one a line; a line break at the end. */
  static String of(Map<String, ?> members) {
    Hocon hocon = new Hocon();
    hocon.members(members, "");
    return hocon.text.toString();
  }

  private void members(Map<?, ?> members, String indent) {
    members.forEach(
        (key, value) -> {
          text.append(indent).append(key(String.valueOf(key)));
          if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            text.append(" {").append(LINE);
            members(inner, indent + "  ");
            text.append(indent).append('}').append(LINE);
          } else {
            text.append(" = ").append(inline(value)).append(LINE);
          }
        });
  }

  private static String key(String key) {
    return BARE_KEY.matcher(key).matches() ? key : Json.quoted(key);
  }

  private static String inline(@Nullable Object value) {
    if (value instanceof String string) {
      return Json.quoted(string);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Hocon::inline).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> key(String.valueOf(each.getKey())) + " = " + inline(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }
}

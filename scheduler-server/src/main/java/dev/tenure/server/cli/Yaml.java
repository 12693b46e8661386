package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Trees of JSON as YAML in blocks. Text that could be taken for anything else is quoted as in JSON,
 * which YAML reads the same way.
 */
final class Yaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/]([A-Za-z0-9_./ -]*[A-Za-z0-9])?");

  /** Words that one version of YAML or another takes for something else than text. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private static final String LINE = System.lineSeparator();

  private final StringBuilder text = new StringBuilder();

  private Yaml() {}

  /** The members, one a line; a line break at the end. */
  static String of(Map<String, ?> members) {
    Yaml yaml = new Yaml();
    if (members.isEmpty()) {
      return "{}" + LINE;
    }
    yaml.members(members, "");
    return yaml.text.toString();
  }

  private void members(Map<?, ?> members, String indent) {
    String before = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(before).append(scalar(String.valueOf(member.getKey()))).append(':');
      value(member.getValue(), indent);
      before = indent;
    }
  }

  /** What follows a colon. */
  private void value(@Nullable Object value, String indent) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> members && !members.isEmpty()) {
      text.append(LINE).append(inner);
      members(members, inner);
    } else if (value instanceof List<?> elements && !elements.isEmpty()) {
      text.append(LINE);
      elements.forEach(element -> element(element, indent));
    } else {
      text.append(' ').append(scalar(value)).append(LINE);
    }
  }

  private void element(@Nullable Object element, String indent) {
    text.append(indent).append("- ");
    if (element instanceof Map<?, ?> members && !members.isEmpty()) {
      members(members, indent + "  ");
    } else if (element instanceof List<?> elements && !elements.isEmpty()) {
      text.append(LINE);
      elements.forEach(inner -> element(inner, indent + "  "));
    } else {
      text.append(scalar(element)).append(LINE);
    }
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof String string) {
      boolean plain =
          PLAIN.matcher(string).matches() && !RESERVED.contains(string.toLowerCase(Locale.ROOT));
      return plain ? string : Json.quoted(string);
    }
    if (value instanceof Map<?, ?>) {
      return "{}";
    }
    return value instanceof List<?> ? "[]" : String.valueOf(value);
  }
}

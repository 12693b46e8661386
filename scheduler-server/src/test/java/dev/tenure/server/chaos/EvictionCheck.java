package dev.tenure.server.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a process was evicted that lived: who is dead says no more that its key was deleted. A
 * node that stands again and answers is also noticed by the one that evicted it.
 */
final class EvictionCheck {

  private static final Pattern EVICTED =
      Pattern.compile("election \\S+: evicted (\\S+) \\(revision \\d+");
  private static final Pattern DELETED = Pattern.compile("the key (\\S+) was deleted");
  private static final Pattern ADMITTED = Pattern.compile("was evicted and lives");

  private EvictionCheck() {}

  /**
   * What is wrong.
   *
   * @param lines of each node what it has printed, in order
   */
  static List<String> check(Map<String, List<String>> lines) {
    Map<String, String> evicted = new HashMap<>();
    lines.forEach(
        (node, said) ->
            said.stream()
                .map(EVICTED::matcher)
                .filter(Matcher::find)
                .forEach(line -> evicted.put(line.group(1), node)));
    return lines.entrySet().stream()
        .flatMap(of -> of.getValue().stream().flatMap(line -> look(of.getKey(), line, evicted)))
        .toList();
  }

  private static Stream<String> look(String node, String line, Map<String, String> evicted) {
    Matcher deleted = DELETED.matcher(line);
    if (deleted.find() && evicted.containsKey(deleted.group(1))) {
      return Stream.of(
          node + " lived when " + evicted.get(deleted.group(1)) + " evicted it: " + line);
    }
    return ADMITTED.matcher(line).find()
        ? Stream.of(node + " evicted a process that lived: " + line)
        : Stream.empty();
  }

  /** How many keys were deleted because their processes were taken for dead. */
  static long count(Map<String, List<String>> lines) {
    return lines.values().stream()
        .flatMap(List::stream)
        .filter(line -> EVICTED.matcher(line).find())
        .count();
  }
}

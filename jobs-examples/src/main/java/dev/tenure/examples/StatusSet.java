package dev.tenure.examples;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP status codes that mean success: {@code 200}, {@code 2xx}, {@code 200-204}. */
final class StatusSet {

  private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:\\s*-\\s*([1-5]\\d\\d))?");
  private static final Pattern CLASS = Pattern.compile("([1-5])xx", Pattern.CASE_INSENSITIVE);

  private record Range(int first, int last) {}

  private final List<String> spelled;
  private final List<Range> ranges;

  private StatusSet(List<String> spelled) {
    this.spelled = List.copyOf(spelled);
    this.ranges = spelled.stream().map(StatusSet::parse).toList();
  }

  static StatusSet of(List<String> spelled) {
    if (spelled.isEmpty()) {
      throw new IllegalArgumentException("expected-status must name at least one status");
    }
    return new StatusSet(spelled);
  }

  boolean contains(int status) {
    return ranges.stream().anyMatch(range -> range.first() <= status && status <= range.last());
  }

  @Override
  public String toString() {
    return String.join(" or ", spelled);
  }

  private static Range parse(String text) {
    Matcher ofClass = CLASS.matcher(text.trim());
    if (ofClass.matches()) {
      int first = Integer.parseInt(ofClass.group(1)) * 100;
      return new Range(first, first + 99);
    }
    Matcher range = RANGE.matcher(text.trim());
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "expected-status \"" + text + "\" is not like 200, 2xx or 200-204");
    }
    int first = Integer.parseInt(range.group(1));
    return new Range(first, range.group(2) == null ? first : Integer.parseInt(range.group(2)));
  }
}

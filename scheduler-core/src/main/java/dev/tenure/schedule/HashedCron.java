package dev.tenure.schedule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Replaces {@code H} in cron text by the value that it stands for with a job. */
final class HashedCron {

  private static final Pattern ITEM =
      Pattern.compile("H(?:\\(([^()]*)\\))?(?:/(.*))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern RANGE = Pattern.compile("(\\d{1,2})-(\\d{1,2})");
  private static final List<CronField> UNIX =
      List.of(
          CronField.MINUTE, CronField.HOUR, CronField.DAY, CronField.MONTH, CronField.UNIX_WEEKDAY);
  private static final List<CronField> QUARTZ =
      List.of(
          CronField.SECOND,
          CronField.MINUTE,
          CronField.HOUR,
          CronField.DAY,
          CronField.MONTH,
          CronField.QUARTZ_WEEKDAY);

  /** Every month has the days up to this one. */
  private static final int SAFE_DAY = 28;

  private final String text;
  private final JobHash hash;

  private HashedCron(String text, JobHash hash) {
    this.text = text;
    this.hash = hash;
  }

  /**
   * The text without {@code H}; itself if it has none. Throws {@link ScheduleException}, with
   * positions of the text as given, for anything wrong in it.
   */
  static String resolve(String text, JobHash hash) {
    List<Token> words = Token.words(text);
    if (words.stream().noneMatch(HashedCron::isHashed)) {
      CronParser.parse(text);
      return text;
    }
    HashedCron resolver = new HashedCron(text, hash);
    List<Token> resolved = resolver.fields(words);
    CronParser.parse(text, resolved);
    return resolved.stream().map(Token::text).collect(Collectors.joining(" "));
  }

  /** Whether a field, or an item of its list, begins with H. */
  static boolean isHashed(Token word) {
    return word.split(',').stream().anyMatch(item -> item.upper().matches("H([(/].*)?"));
  }

  private List<Token> fields(List<Token> words) {
    List<CronField> fields = words.size() == 5 ? UNIX : QUARTZ;
    return IntStream.range(0, words.size())
        .mapToObj(i -> i < fields.size() ? field(words.get(i), fields.get(i)) : words.get(i))
        .toList();
  }

  private Token field(Token word, CronField field) {
    if (!isHashed(word)) {
      return word;
    }
    String items =
        word.split(',').stream().map(item -> item(item, field)).collect(Collectors.joining(","));
    return new Token(items, word.position());
  }

  private String item(Token item, CronField field) {
    Matcher form = ITEM.matcher(item.text());
    if (!isHashed(item)) {
      return item.text();
    }
    if (!form.matches()) {
      throw item.wrong(text, "is not a form of H", "H, H(a-b), H/step or H(a-b)/step");
    }
    String range = form.group(1);
    String step = form.group(2);
    int first = range == null ? field.min() : bound(item, field, range, 1);
    int last = range == null ? last(field, step == null) : bound(item, field, range, 2);
    if (last < first) {
      throw item.wrong(text, "ends before it begins", "a range that goes up");
    }
    if (step == null) {
      return Long.toString(first + hash.below(last - first + 1L, field.name()));
    }
    int width = last - first + 1;
    if (!step.matches("\\d{1,2}") || Integer.parseInt(step) < 1 || Integer.parseInt(step) > width) {
      throw item.wrong(text, "has no step for " + width + " values", "1 to " + width);
    }
    return first + hash.below(Integer.parseInt(step), field.name()) + "-" + last + "/" + step;
  }

  private int bound(Token item, CronField field, String range, int group) {
    Matcher bounds = RANGE.matcher(range);
    if (!bounds.matches()) {
      throw item.wrong(text, "is not a form of H", "H, H(a-b), H/step or H(a-b)/step");
    }
    int value = Integer.parseInt(bounds.group(group));
    if (value < field.min() || value > field.max()) {
      throw item.wrong(
          text, "is out of range for " + field.name(), field.min() + " to " + field.max());
    }
    return value;
  }

  /** Alone it stays within what every month and every week has once. */
  private static int last(CronField field, boolean alone) {
    if (field.equals(CronField.UNIX_WEEKDAY)) {
      return 6;
    }
    return alone && field.equals(CronField.DAY) ? SAFE_DAY : field.max();
  }
}

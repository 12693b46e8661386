package dev.tenure.node;

import dev.tenure.definition.JobSpec;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A number for what job files mean: the same on every node that has the same jobs, however they are
 * written.
 */
final class FilesDigest {

  private static final int BYTES = 12;

  private final MessageDigest sha;

  private FilesDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(Collection<FileJob> jobs, Map<String, CalendarSpec> calendars) {
    FilesDigest digest = new FilesDigest();
    jobs.stream().sorted((a, b) -> a.job().name().compareTo(b.job().name())).forEach(digest::add);
    new TreeMap<>(calendars).forEach(digest::add);
    return HexFormat.of().formatHex(digest.sha.digest(), 0, BYTES);
  }

  private void add(FileJob file) {
    JobSpec job = file.job();
    add(job.withData(Map.of()).toString(), inOrder(job.data()));
    file.trigger().ifPresent(trigger -> add(trigger.toString()));
  }

  private void add(String name, CalendarSpec calendar) {
    add(
        name,
        days(calendar.excluded()),
        calendar.zone().toString(),
        calendar.base().toString(),
        calendar.description());
  }

  private void add(String... parts) {
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha.update(bytes);
    }
  }

  /** Sets come in another order in each process. */
  private static String days(Excluded excluded) {
    Collection<?> days =
        excluded instanceof Excluded.Annual annual
            ? annual.days()
            : excluded instanceof Excluded.Holiday holiday
                ? holiday.dates()
                : excluded instanceof Excluded.Weekly weekly
                    ? weekly.days()
                    : excluded instanceof Excluded.Monthly monthly ? monthly.days() : List.of();
    String kind = excluded.getClass().getSimpleName();
    return days.isEmpty()
        ? kind + excluded
        : kind + days.stream().map(String::valueOf).sorted().toList();
  }

  private static String inOrder(Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, String> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(String.valueOf(key), inOrder(inner)));
      return sorted.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(FilesDigest::inOrder).toList().toString();
    }
    return value.getClass().getSimpleName() + " " + value.toString().length() + ":" + value;
  }
}

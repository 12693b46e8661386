package dev.tenure.server.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether two jobs, as {@link JobBody} has them, mean the same however they were written. */
final class JobMeaning {

  private JobMeaning() {}

  /** The words in which two meanings differ, in the order of the alphabet. */
  static List<String> differences(Map<String, Object> now, Map<String, Object> then) {
    TreeSet<String> words = new TreeSet<>(now.keySet());
    words.addAll(then.keySet());
    return words.stream().filter(word -> !same(now, then, word)).toList();
  }

  private static boolean same(Map<String, Object> now, Map<String, Object> then, String word) {
    return Optional.ofNullable(now.get(word)).equals(Optional.ofNullable(then.get(word)));
  }
}

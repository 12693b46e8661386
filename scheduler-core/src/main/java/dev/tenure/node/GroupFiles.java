package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.Configuration;
import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.Kept;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.GroupName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this node's job files say of one group.
 *
 * @param version the number that people gave the files, if they did
 * @param modified when the newest of them was changed last, by the file system
 * @param digest of the jobs and calendars
 * @param jobs the jobs of the group
 * @param calendars all calendars
 */
record GroupFiles(
    OptionalLong version,
    Instant modified,
    String digest,
    List<FileJob> jobs,
    Map<String, CalendarSpec> calendars) {

  /** How these files stand to those that were applied. */
  enum Age {
    /** The same jobs. */
    SAME,
    /** Other jobs, and these files are the newer ones. */
    NEWER,
    /** Other jobs, and these files are not newer: they must not take their place. */
    OLDER
  }

  GroupFiles {
    jobs = List.copyOf(jobs);
    calendars = Map.copyOf(calendars);
  }

  /**
   * From a configuration without problems.
   *
   * @param modified when the newest of its job files was changed
   */
  static GroupFiles of(Configuration configuration, GroupName group, Instant modified) {
    List<FileJob> jobs =
        configuration.jobs().stream()
            .filter(job -> job.group().equals(group))
            .map(FileJob::of)
            .toList();
    Map<String, CalendarSpec> calendars = new LinkedHashMap<>();
    for (CalendarConfig calendar : configuration.calendars()) {
      calendars.put(calendar.name(), calendar.spec());
    }
    return new GroupFiles(
        configuration.node().jobs().version(),
        modified,
        FilesDigest.of(jobs, calendars),
        jobs,
        calendars);
  }

  /**
   * A number goes before a time: who numbers the files of some nodes has an order in mind. Of equal
   * age and other content is the same as older.
   */
  Age comparedTo(AppliedFiles applied) {
    if (digest.equals(applied.digest())) {
      return Age.SAME;
    }
    return isLaterThan(applied) ? Age.NEWER : Age.OLDER;
  }

  /** Whether these files come after those, whatever they say. */
  boolean isLaterThan(AppliedFiles applied) {
    if (version.isPresent() && applied.version().isPresent()) {
      return version.getAsLong() > applied.version().getAsLong();
    }
    if (version.isPresent() || applied.version().isPresent()) {
      return version.isPresent();
    }
    return modified.isAfter(applied.modified());
  }

  /** The record of their being applied. */
  AppliedFiles applied() {
    return new AppliedFiles(version, modified, digest, calendars.keySet());
  }

  /** How they stand to what was applied, if something was. */
  NodeStatus.JobFiles standing(Optional<Kept<AppliedFiles>> applied) {
    Age age = applied.map(kept -> comparedTo(kept.value())).orElse(Age.NEWER);
    return new NodeStatus.JobFiles(
        NodeStatus.Standing.valueOf(age.name()),
        order(),
        applied.map(kept -> order(kept.value())),
        applied.map(kept -> kept.written().by()));
  }

  /** Which files these are, for people. */
  String order() {
    return order(version, modified);
  }

  /** Which files those were, for people. */
  static String order(AppliedFiles applied) {
    return order(applied.version(), applied.modified());
  }

  private static String order(OptionalLong version, Instant modified) {
    return version.isPresent() ? "version " + version.getAsLong() : "of " + modified;
  }
}

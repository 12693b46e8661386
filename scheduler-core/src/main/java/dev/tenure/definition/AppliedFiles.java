package dev.tenure.definition;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which job files were applied to a group last; who did it and when is with the value.
 *
 * @param version the number that the files were given by {@code jobs.version}, if they were
 * @param modified when the newest of them was changed last, by the file system that held it
 * @param digest of what the files mean: equal digests, equal jobs
 * @param calendars the calendars that they define: calendars do not say themselves where they come
 *     from
 */
public record AppliedFiles(
    OptionalLong version, Instant modified, String digest, Set<String> calendars) {

  public AppliedFiles {
    calendars = Set.copyOf(calendars);
  }
}

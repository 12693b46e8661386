package dev.tenure.definition;

import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that was done to a group.
 *
 * @param what its kind
 * @param job the job that it was done to, if it was one
 * @param run the run that it was done to, or that came of it, if there is one
 * @param before what was defined before, in the words of a job file; empty if nothing was, or if
 *     that was not changed
 * @param after the same afterwards
 */
public record Deed(
    What what,
    Optional<JobName> job,
    Optional<RunId> run,
    Map<String, Object> before,
    Map<String, Object> after) {

  /** The kinds. */
  public enum What {
    /** A job was defined, or its definition changed. */
    DEFINE,
    /** A job was removed. */
    DELETE,
    /** A run was asked for. */
    TRIGGER,
    /** A job was paused. */
    PAUSE,
    /** A job was resumed. */
    RESUME,
    /** A run was told to stop. */
    INTERRUPT,
    /** The leader was told to hand over. */
    RESIGN,
    /** A node was told to lead nothing. */
    DRAIN,
    /** A node was allowed to lead again. */
    UNDRAIN;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Deed {
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
  }

  /** Something that changes no definition. */
  public static Deed of(What what, JobName job) {
    return new Deed(what, Optional.of(job), Optional.empty(), Map.of(), Map.of());
  }

  /** Something about a run. */
  public static Deed of(What what, RunId run) {
    return new Deed(what, Optional.of(run.job()), Optional.of(run), Map.of(), Map.of());
  }

  /** Something about the group as a whole. */
  public static Deed of(What what) {
    return new Deed(what, Optional.empty(), Optional.empty(), Map.of(), Map.of());
  }
}

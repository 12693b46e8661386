package dev.tenure.node;

import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionException;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Source;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What has to change for a group's definitions to say what its job files say. Jobs that came
 * through the API are left alone, also where a file has one of the same name.
 *
 * @param steps the changes, each of one job
 * @param unchanged how many jobs are as the files say
 * @param refused what cannot be done, in words
 */
record FilePlan(List<Step> steps, int unchanged, List<String> refused) {

  /** What happens to a job. */
  enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** The change of one job. */
  record Step(Kind kind, JobName job, Change change) {}

  FilePlan {
    steps = List.copyOf(steps);
    refused = List.copyOf(refused);
  }

  /** The names of the files' calendars, those that others are based on before these. */
  static List<String> calendars(GroupFiles files) {
    return files.calendars().keySet().stream()
        .sorted(
            Comparator.<String>comparingInt(name -> depth(files.calendars(), name))
                .thenComparing(name -> name))
        .toList();
  }

  private static int depth(Map<String, CalendarSpec> calendars, String name) {
    int depth = 0;
    Optional<CalendarSpec> at = Optional.ofNullable(calendars.get(name));
    while (at.isPresent() && depth <= calendars.size()) {
      depth++;
      at = at.get().base().map(calendars::get);
    }
    return depth;
  }

  /** What has to change for a calendar to be as the files say; empty if it is. */
  static Change calendar(Changes changes, GroupFiles files, String name) {
    CalendarSpec wanted = Objects.requireNonNull(files.calendars().get(name));
    boolean same =
        changes.view().calendar(name).filter(kept -> kept.value().equals(wanted)).isPresent();
    return same ? Change.NONE : changes.storeCalendar(name, wanted, true);
  }

  /**
   * What jobs have to change.
   *
   * @param now slots of jobs that are new count after it
   */
  static FilePlan of(Changes changes, GroupFiles files, Instant now) {
    DefinitionView view = changes.view();
    List<Step> steps = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Set<JobName> wanted = new HashSet<>();
    int unchanged = 0;
    for (FileJob file : files.jobs()) {
      JobName name = file.job().name();
      wanted.add(name);
      try {
        Change change = changes.applyFile(file.job(), file.since(now).triggers());
        if (change.isEmpty()) {
          unchanged++;
        } else {
          Kind kind = view.job(name).isPresent() ? Kind.CHANGED : Kind.ADDED;
          steps.add(new Step(kind, name, change));
        }
      } catch (DefinitionException e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    for (JobName name : List.copyOf(view.jobNames())) {
      if (!wanted.contains(name) && isOfFiles(view, name)) {
        steps.add(new Step(Kind.REMOVED, name, changes.removeJobs(List.of(name))));
      }
    }
    return new FilePlan(steps, unchanged, refused);
  }

  private static boolean isOfFiles(DefinitionView view, JobName name) {
    return view.job(name).map(Kept::value).filter(job -> job.source() == Source.FILES).isPresent();
  }

  /** How many jobs have this happen to them. */
  List<JobName> names(Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).map(Step::job).toList();
  }
}

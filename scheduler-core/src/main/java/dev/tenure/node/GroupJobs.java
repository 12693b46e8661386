package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import dev.tenure.config.JobDefaults;
import dev.tenure.config.Located;
import dev.tenure.config.Origin;
import dev.tenure.config.SentJob;
import dev.tenure.definition.DefinitionException;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Seen;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The jobs of a group that programs define, beside those of job files, which it leaves alone.
 *
 * <p>Thread-safe. Stages do not fail for reasons of the store or of what was sent: the {@link
 * Asked} says what became of it.
 */
public final class GroupJobs {

  private final GroupName group;
  private final Definitions definitions;
  private final PluginCatalog plugins;
  private final JobDefaults defaults;
  private final Clock clock;

  GroupJobs(
      GroupName group,
      Definitions definitions,
      PluginCatalog plugins,
      JobDefaults defaults,
      Clock clock) {
    this.group = group;
    this.definitions = definitions;
    this.plugins = plugins;
    this.defaults = defaults;
    this.clock = clock;
  }

  /**
   * What a job that is sent would do.
   *
   * @param problems what is wrong with it
   * @param next its next slots; none if there are problems, or if it is not enabled
   */
  public record Preview(List<ConfigProblem> problems, List<Instant> next) {
    public Preview {
      problems = List.copyOf(problems);
      next = List.copyOf(next);
    }
  }

  /** A job as it was sent, with its problems. */
  private record Checked(Optional<JobConfig> job, List<ConfigProblem> problems) {}

  /**
   * Makes a job be as it is sent. The same again changes nothing; what is paused stays paused.
   *
   * @param json the words of a job file, as JSON
   * @param seen how the job must be before
   */
  public CompletionStage<Asked> put(JobName name, String json, Seen seen) {
    Checked checked = check(name, json);
    if (!checked.problems().isEmpty()) {
      return CompletableFuture.completedFuture(new Asked.Invalid(checked.problems()));
    }
    FileJob job = FileJob.of(checked.job().orElseThrow()).ofApi().since(clock.instant());
    AtomicReference<Asked> stored = new AtomicReference<>(new Asked.Stored(false, false));
    return definitions
        .decide(
            changes -> {
              boolean isNew = changes.view().job(name).isEmpty();
              var change = changes.applyApi(job.job(), job.triggers(), seen);
              stored.set(new Asked.Stored(isNew, !change.isEmpty()));
              return change;
            })
        .thenApply(result -> Asked.of(result, Objects.requireNonNull(stored.get())))
        .exceptionally(GroupJobs::refused);
  }

  /** Removes a job, with its triggers. */
  public CompletionStage<Asked> remove(JobName name, Seen seen) {
    return definitions
        .decide(
            changes ->
                changes.removeApi(name, seen instanceof Seen.Anyhow ? new Seen.There() : seen))
        .thenApply(result -> Asked.of(result, new Asked.Done("job " + name + " is removed")))
        .exceptionally(GroupJobs::refused);
  }

  /** Looks at a job without storing it. */
  public Preview preview(JobName name, String json, int count) {
    Checked checked = check(name, json);
    if (!checked.problems().isEmpty()) {
      return new Preview(checked.problems(), List.of());
    }
    JobConfig job = checked.job().orElseThrow();
    List<Instant> next = new ArrayList<>();
    if (job.enabled()) {
      Grid grid = Grids.of(job, calendars());
      Optional<Instant> slot = grid.next(clock.instant());
      while (slot.isPresent() && next.size() < count) {
        next.add(slot.get());
        slot = grid.next(slot.get());
      }
    }
    return new Preview(List.of(), next);
  }

  /** That of jobs and calendars that name none. */
  ZoneId zone() {
    return defaults.zone();
  }

  private Checked check(JobName name, String json) {
    SentJob sent = SentJob.read(json, group, plain(name), defaults);
    List<ConfigProblem> problems = new ArrayList<>(sent.problems());
    if (!name.equals(plain(name))) {
      problems.add(
          ConfigProblem.of(
              new Origin(SentJob.SOURCE, 0, ""),
              "the name \""
                  + name
                  + "\" is one of Quartz's; allowed: letters, digits, '.', '_', '-'"));
    }
    if (sent.job().isPresent()) {
      JobConfig job = sent.job().get();
      job.timing().calendar().ifPresent(calendar -> checkCalendar(calendar, problems));
      problems.addAll(new JobAssembly(List.of(job), calendars(), plugins).problems());
    }
    return new Checked(sent.job(), problems);
  }

  /** The name itself if people may give it to a job, else another one. */
  private static JobName plain(JobName name) {
    try {
      return JobName.plain(name.value());
    } catch (IllegalArgumentException e) {
      return new JobName("x");
    }
  }

  private void checkCalendar(Located<String> calendar, List<ConfigProblem> problems) {
    DefinitionView view = definitions.view();
    if (view.calendar(calendar.value()).isEmpty()) {
      problems.add(
          new ConfigProblem(
              calendar.origin(),
              "is \"" + calendar.value() + "\", and there is no such calendar",
              view.calendarNames().isEmpty()
                  ? "one of calendars { … } in the job files"
                  : String.join(", ", new TreeSet<>(view.calendarNames()))));
    }
  }

  private List<CalendarConfig> calendars() {
    DefinitionView view = definitions.view();
    List<CalendarConfig> calendars = new ArrayList<>();
    for (String name : view.calendarNames()) {
      view.calendar(name)
          .ifPresent(
              kept ->
                  calendars.add(
                      new CalendarConfig(name, new Origin("calendars", 0, name), kept.value())));
    }
    return calendars;
  }

  /** What the definitions refuse. */
  static Asked refused(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (!(cause instanceof DefinitionException refusal)) {
      throw cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }
    Asked.Reason reason =
        switch (refusal.kind()) {
          case EXISTS -> Asked.Reason.EXISTS;
          case OF_FILES -> Asked.Reason.OF_FILES;
          case OUTDATED -> Asked.Reason.OUTDATED;
          case IN_USE -> Asked.Reason.IN_USE;
          case UNKNOWN, UNFIT -> Asked.Reason.INVALID;
        };
    return new Asked.Refused(reason, String.valueOf(refusal.getMessage()));
  }
}

package dev.tenure.node;

import dev.tenure.config.ApiConfig;
import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import dev.tenure.config.JobDefaults;
import dev.tenure.config.Located;
import dev.tenure.config.Origin;
import dev.tenure.config.SecretsConfig;
import dev.tenure.config.SentJob;
import dev.tenure.definition.Actor;
import dev.tenure.definition.Change;
import dev.tenure.definition.Deed;
import dev.tenure.definition.DefinitionException;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Seen;
import dev.tenure.definition.TriggerSpec;
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
import java.util.Map;
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
  private final SecretsConfig secrets;
  private final ApiConfig.Classes classes;
  private final Notes notes;
  private final Clock clock;

  /**
   * The jobs of a group.
   *
   * @param defaults what a job has that does not say otherwise
   * @param classes which classes may be named
   */
  GroupJobs(
      GroupRecords records,
      PluginCatalog plugins,
      JobDefaults defaults,
      SecretsConfig secrets,
      ApiConfig.Classes classes,
      Clock clock) {
    group = records.group();
    definitions = records.definitions();
    notes = records.notes();
    this.plugins = plugins;
    this.defaults = defaults;
    this.secrets = secrets;
    this.classes = classes;
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
   * @param actor whom the audit trail names; nothing is noted without one
   */
  public CompletionStage<Asked> put(JobName name, String json, Seen seen, Optional<Actor> actor) {
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
              return noted(change, actor, defining(changes.view(), job));
            })
        .thenApply(result -> Asked.of(result, Objects.requireNonNull(stored.get())))
        .exceptionally(GroupJobs::refused);
  }

  private static Deed defining(DefinitionView view, FileJob job) {
    return new Deed(
        Deed.What.DEFINE,
        Optional.of(job.job().name()),
        Optional.empty(),
        words(view, job.job().name()),
        JobWords.of(job.job(), job.triggers()));
  }

  /** A job as it is defined; empty if it is not. */
  private static Map<String, Object> words(DefinitionView view, JobName name) {
    List<TriggerSpec> triggers =
        view.triggersOf(name).stream()
            .flatMap(trigger -> view.trigger(trigger).stream())
            .map(Kept::value)
            .toList();
    return view.job(name).map(job -> JobWords.of(job.value(), triggers)).orElse(Map.of());
  }

  private Change noted(Change change, Optional<Actor> actor, Deed deed) {
    return notes.of(actor, deed).map(change::noted).orElse(change);
  }

  /** Whether the interface may give no data to a run of the job, which runs commands. */
  boolean takesNoData(JobName name) {
    return definitions
        .view()
        .job(name)
        .filter(job -> classes.isRefusedShell(job.value().type()))
        .isPresent();
  }

  /** Removes a job, with its triggers; {@code actor} as above. */
  public CompletionStage<Asked> remove(JobName name, Seen seen, Optional<Actor> actor) {
    return definitions
        .decide(
            changes -> {
              Deed deed =
                  new Deed(
                      Deed.What.DELETE,
                      Optional.of(name),
                      Optional.empty(),
                      words(changes.view(), name),
                      Map.of());
              Change change =
                  changes.removeApi(name, seen instanceof Seen.Anyhow ? new Seen.There() : seen);
              return noted(change, actor, deed);
            })
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
      Optional<String> refused = classes.problem(job.className().value());
      // Nothing of a class that may not be named is loaded, nor is it told whether it is there.
      refused.ifPresentOrElse(
          what -> {
            problems.add(ConfigProblem.of(job.className().origin(), what));
            problems.addAll(Grids.problems(List.of(job), calendars()));
          },
          () ->
              problems.addAll(
                  new JobAssembly(List.of(job), calendars(), plugins, secrets).problems()));
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

package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Origin;
import dev.tenure.config.SentCalendar;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Seen;
import dev.tenure.definition.Source;
import dev.tenure.model.CalendarSpec;
import dev.tenure.schedule.Calendars;
import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The calendars of a group. Those of job files can be read here and not changed.
 *
 * <p>Thread-safe. Stages do not fail for reasons of the store or of what was sent: the {@link
 * Asked} says what became of it.
 */
public final class GroupCalendars {

  private final Definitions definitions;
  private final ZoneId zone;

  GroupCalendars(Definitions definitions, ZoneId zone) {
    this.definitions = definitions;
    this.zone = zone;
  }

  /**
   * A calendar.
   *
   * @param revision the one that wrote it
   */
  public record Shown(String name, CalendarSpec spec, Source source, long revision) {}

  /** All that can be read, sorted by name. */
  public List<Shown> all() {
    return new TreeSet<>(definitions.view().calendarNames())
        .stream().flatMap(name -> find(name).stream()).toList();
  }

  /** One of them. */
  public Optional<Shown> find(String name) {
    DefinitionView view = definitions.view();
    boolean ofFiles =
        view.applied().filter(kept -> kept.value().calendars().contains(name)).isPresent();
    return view.calendar(name)
        .map(
            kept ->
                new Shown(
                    name, kept.value(), ofFiles ? Source.FILES : Source.API, kept.modRevision()));
  }

  /**
   * Makes a calendar be as it is sent. The same again changes nothing. It counts at once for the
   * triggers that name it.
   *
   * @param json the words of a job file, as JSON
   * @param seen how the calendar must be before
   */
  public CompletionStage<Asked> put(String name, String json, Seen seen) {
    SentCalendar sent = SentCalendar.read(json, name, zone);
    List<ConfigProblem> problems = new ArrayList<>(sent.problems());
    sent.calendar().ifPresent(calendar -> check(calendar, problems));
    if (!problems.isEmpty()) {
      return CompletableFuture.completedFuture(new Asked.Invalid(problems));
    }
    CalendarSpec calendar = sent.calendar().orElseThrow().spec();
    AtomicReference<Asked> stored = new AtomicReference<>(new Asked.Stored(false, false));
    return definitions
        .decide(
            changes -> {
              boolean isNew = changes.view().calendar(name).isEmpty();
              var change = changes.applyApiCalendar(name, calendar, seen);
              stored.set(new Asked.Stored(isNew, !change.isEmpty()));
              return change;
            })
        .thenApply(result -> Asked.of(result, Objects.requireNonNull(stored.get())))
        .exceptionally(GroupJobs::refused);
  }

  /** Removes a calendar that nobody uses. */
  public CompletionStage<Asked> remove(String name, Seen seen) {
    Seen there = seen instanceof Seen.Anyhow ? new Seen.There() : seen;
    return definitions
        .decide(changes -> changes.removeApiCalendar(name, there))
        .thenApply(result -> Asked.of(result, new Asked.Done("calendar " + name + " is removed")))
        .exceptionally(GroupJobs::refused);
  }

  /** Its own rule, and that its chain of bases is there and ends. */
  private void check(CalendarConfig calendar, List<ConfigProblem> problems) {
    problems.addAll(Grids.problems(List.of(), List.of(calendar)));
    if (!problems.isEmpty()) {
      return;
    }
    DefinitionView view = definitions.view();
    try {
      Calendars.compile(
          calendar.name(),
          name ->
              name.equals(calendar.name())
                  ? Optional.of(calendar.spec())
                  : view.calendar(name).map(Kept::value));
    } catch (ScheduleException e) {
      problems.add(
          new ConfigProblem(
              new Origin(SentCalendar.SOURCE, 0, "base"),
              "is \"" + calendar.spec().base().orElse("") + "\": " + e.what(),
              e.allowed()));
    }
  }
}

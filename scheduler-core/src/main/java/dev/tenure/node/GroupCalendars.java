package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Origin;
import dev.tenure.config.SentCalendar;
import dev.tenure.definition.Actor;
import dev.tenure.definition.Change;
import dev.tenure.definition.Deed;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Notes notes;
  private final ZoneId zone;

  GroupCalendars(GroupRecords records, ZoneId zone) {
    definitions = records.definitions();
    notes = records.notes();
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
   * @param actor whom the audit trail names; nothing is noted without one
   */
  public CompletionStage<Asked> put(String name, String json, Seen seen, Optional<Actor> actor) {
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
              Change change = changes.applyApiCalendar(name, calendar, seen);
              stored.set(new Asked.Stored(isNew, !change.isEmpty()));
              return noted(change, actor, words(changes.view(), name), words(name, calendar));
            })
        .thenApply(result -> Asked.of(result, Objects.requireNonNull(stored.get())))
        .exceptionally(GroupJobs::refused);
  }

  /** Removes a calendar that nobody uses; {@code actor} as above. */
  public CompletionStage<Asked> remove(String name, Seen seen, Optional<Actor> actor) {
    Seen there = seen instanceof Seen.Anyhow ? new Seen.There() : seen;
    return definitions
        .decide(
            changes ->
                noted(
                    changes.removeApiCalendar(name, there),
                    actor,
                    words(changes.view(), name),
                    Map.of()))
        .thenApply(result -> Asked.of(result, new Asked.Done("calendar " + name + " is removed")))
        .exceptionally(GroupJobs::refused);
  }

  private Change noted(
      Change change, Optional<Actor> actor, Map<String, Object> before, Map<String, Object> after) {
    Deed.What what = after.isEmpty() ? Deed.What.DELETE : Deed.What.DEFINE;
    Deed deed = new Deed(what, Optional.empty(), Optional.empty(), before, after);
    return notes.of(actor, deed).map(change::noted).orElse(change);
  }

  private static Map<String, Object> words(DefinitionView view, String name) {
    return view.calendar(name).map(kept -> words(name, kept.value())).orElse(Map.of());
  }

  /** The words of a job file, and which calendar they are of. */
  private static Map<String, Object> words(String name, CalendarSpec spec) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("calendar", name);
    words.putAll(CalendarWords.of(spec));
    return words;
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

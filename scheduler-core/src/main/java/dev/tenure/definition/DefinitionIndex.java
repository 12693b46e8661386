package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Entry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view. Fed on the loop by the watch, by listings and by own commits, in any order between
 * them: of two states of one key the later revision counts. Read from any thread.
 */
final class DefinitionIndex implements DefinitionView {

  private static final Logger log = LoggerFactory.getLogger(DefinitionIndex.class);

  /** A key that is there and cannot be used. */
  private record Problem(String key, String what, long createRevision, long modRevision) {}

  private final DefinitionScope scope;
  private final Codec codec;
  private final Listeners listeners;
  private final TriggerIndex triggers;
  private final Map<JobName, Kept<JobSpec>> jobs = new ConcurrentHashMap<>();
  private final Map<String, Kept<CalendarSpec>> calendars = new ConcurrentHashMap<>();
  private final Map<String, Kept<Request>> requests = new ConcurrentHashMap<>();
  private final Map<String, Kept<Codec.Announced>> announced = new ConcurrentHashMap<>();
  private final Map<Thing, Problem> problems = new ConcurrentHashMap<>();
  private final Map<String, Problem> foreign = new ConcurrentHashMap<>();

  /** Keys that are gone, by the revision of that, until the watch has passed it. */
  private final Map<Thing, Long> gone = new HashMap<>();

  private volatile @Nullable Kept<Pauses> pauses;
  private volatile @Nullable Kept<AppliedFiles> applied;
  private volatile @Nullable Kept<Term> took;

  DefinitionIndex(DefinitionScope scope, Codec codec, Listeners listeners) {
    this.scope = scope;
    this.codec = codec;
    this.listeners = listeners;
    triggers = new TriggerIndex(listeners);
  }

  /** A key as it stands at some revision. */
  void written(Entry entry) {
    Thing thing;
    try {
      thing = scope.thing(entry.key());
    } catch (IllegalArgumentException e) {
      Problem problem =
          new Problem(
              entry.key(),
              "not a key of Tenure: " + e.getMessage(),
              entry.createRevision(),
              entry.modRevision());
      report(problem, foreign.put(entry.key(), problem));
      return;
    }
    if (isOld(thing, entry.modRevision())) {
      return;
    }
    Kept<?> kept;
    try {
      kept = codec.read(thing, entry);
    } catch (RuntimeException e) {
      spoiled(thing, entry, e);
      return;
    }
    put(thing, kept);
  }

  /** The key is gone since the revision. */
  void deleted(String key, long revision) {
    foreign.remove(key);
    try {
      deleted(scope.thing(key), revision);
    } catch (IllegalArgumentException e) {
      log.debug("a foreign key is gone: {}", key);
    }
  }

  /** The thing is gone since the revision. */
  void deleted(Thing thing, long revision) {
    if (modRevision(thing) <= revision) {
      gone.merge(thing, revision, Math::max);
      remove(thing);
    }
  }

  /** An own commit wrote it. */
  void put(Thing thing, Kept<?> kept) {
    if (isOld(thing, kept.modRevision())) {
      return;
    }
    gone.remove(thing);
    problems.remove(thing);
    Object value = kept.value();
    if (value instanceof JobSpec) {
      putJob(cast(kept));
    } else if (value instanceof TriggerSpec trigger) {
      triggers.put(cast(kept), job(trigger.job()));
    } else if (value instanceof CalendarSpec && thing instanceof Thing.Calendar calendar) {
      Kept<CalendarSpec> now = cast(kept);
      calendars.put(calendar.name(), now);
      listeners.tell(listener -> listener.onCalendar(calendar.name(), now));
    } else if (value instanceof Request request) {
      Kept<Request> now = cast(kept);
      announced.remove(request.id());
      requests.put(request.id(), now);
      listeners.tell(listener -> listener.onRequest(now));
    } else if (value instanceof Codec.Announced announcement) {
      announced.put(announcement.id(), cast(kept));
    } else if (value instanceof Pauses now) {
      pauses = cast(kept);
      listeners.tell(listener -> listener.onPauses(now));
    } else if (value instanceof AppliedFiles) {
      applied = cast(kept);
    } else if (value instanceof Term) {
      took = cast(kept);
    }
  }

  private void putJob(Kept<JobSpec> now) {
    JobName name = now.value().name();
    List<Kept<TriggerSpec>> revived = triggers.revive(now);
    Kept<JobSpec> before = jobs.put(name, now);
    triggers.buryOthers(name, Optional.of(now));
    if (before == null || !before.value().equals(now.value())) {
      listeners.tell(listener -> listener.onJob(now, Optional.ofNullable(before)));
    }
    revived.forEach(trigger -> triggers.tell(trigger, Optional.empty()));
  }

  private void remove(Thing thing) {
    problems.remove(thing);
    if (thing instanceof Thing.Job job) {
      Kept<JobSpec> before = jobs.remove(job.name());
      triggers.buryOthers(job.name(), Optional.empty());
      if (before != null) {
        listeners.tell(listener -> listener.onJobGone(job.name()));
      }
    } else if (thing instanceof Thing.Trigger trigger) {
      triggers.remove(trigger.name());
    } else if (thing instanceof Thing.Calendar calendar) {
      if (calendars.remove(calendar.name()) != null) {
        listeners.tell(listener -> listener.onCalendarGone(calendar.name()));
      }
    } else if (thing instanceof Thing.Asked asked) {
      announced.remove(asked.id());
      Kept<Request> before = requests.remove(asked.id());
      if (before != null) {
        listeners.tell(listener -> listener.onRequestGone(before));
      }
    } else if (thing instanceof Thing.Paused && pauses != null) {
      pauses = null;
      listeners.tell(listener -> listener.onPauses(Pauses.NONE));
    } else if (thing instanceof Thing.Applied) {
      applied = null;
    } else if (thing instanceof Thing.Took) {
      took = null;
    }
  }

  /** What cannot be read is of no use, and is left alone. */
  private void spoiled(Thing thing, Entry entry, RuntimeException why) {
    remove(thing);
    gone.remove(thing);
    Problem problem =
        new Problem(
            entry.key(),
            thing + " cannot be read: " + why.getMessage(),
            entry.createRevision(),
            entry.modRevision());
    report(problem, problems.put(thing, problem));
  }

  private static void report(Problem problem, @Nullable Problem before) {
    if (before == null || before.modRevision() != problem.modRevision()) {
      log.error(
          "key {} at revision {}: {}; it is left as it is, correct or delete it",
          problem.key(),
          problem.modRevision(),
          problem.what());
    }
  }

  private boolean isOld(Thing thing, long revision) {
    return modRevision(thing) >= revision || gone.getOrDefault(thing, 0L) >= revision;
  }

  /** The watch told everything under the prefix before the revision. */
  void passed(String prefix, long revision) {
    if (!gone.isEmpty()) {
      gone.entrySet()
          .removeIf(
              entry -> entry.getValue() < revision && scope.key(entry.getKey()).startsWith(prefix));
    }
  }

  /** Every request that has a key, usable or not. */
  Set<Thing> asked() {
    return withKey(
        Stream.of(
            Stream.concat(requests.keySet().stream(), announced.keySet().stream())
                .<Thing>map(Thing.Asked::new),
            problems.keySet().stream().filter(Thing.Asked.class::isInstance)));
  }

  /** Every definition that has a key, usable or not. */
  Set<Thing> defined() {
    return withKey(
        Stream.of(
            jobs.keySet().stream().<Thing>map(Thing.Job::new),
            triggers.names().stream().<Thing>map(Thing.Trigger::new),
            triggers.dead().stream().<Thing>map(t -> new Thing.Trigger(t.value().name())),
            calendars.keySet().stream().<Thing>map(Thing.Calendar::new),
            problems.keySet().stream().filter(thing -> !(thing instanceof Thing.Asked)),
            Stream.of(new Thing.Paused(), new Thing.Applied(), new Thing.Took())));
  }

  private Set<Thing> withKey(Stream<Stream<Thing>> things) {
    return things
        .flatMap(some -> some)
        .filter(thing -> modRevision(thing) != 0)
        .collect(Collectors.toSet());
  }

  Set<String> foreignKeys() {
    return Set.copyOf(foreign.keySet());
  }

  /** Triggers whose job is gone, and not merely unreadable. */
  List<Kept<TriggerSpec>> dead(int limit) {
    return triggers.dead().stream()
        .filter(trigger -> !problems.containsKey(new Thing.Job(trigger.value().job())))
        .limit(limit)
        .toList();
  }

  Collection<Kept<Codec.Announced>> announced() {
    return announced.values();
  }

  private @Nullable Kept<?> usable(Thing thing) {
    if (thing instanceof Thing.Job job) {
      return jobs.get(job.name());
    } else if (thing instanceof Thing.Trigger trigger) {
      return triggers.any(trigger.name());
    } else if (thing instanceof Thing.Calendar calendar) {
      return calendars.get(calendar.name());
    } else if (thing instanceof Thing.Asked asked) {
      Kept<?> request = requests.get(asked.id());
      return request != null ? request : announced.get(asked.id());
    } else if (thing instanceof Thing.Paused) {
      return pauses;
    } else if (thing instanceof Thing.Applied) {
      return applied;
    }
    return took;
  }

  @Override
  public long modRevision(Thing thing) {
    Kept<?> kept = usable(thing);
    if (kept != null) {
      return kept.modRevision();
    }
    Problem problem = problems.get(thing);
    return problem == null ? 0 : problem.modRevision();
  }

  long createRevision(Thing thing) {
    Kept<?> kept = usable(thing);
    if (kept != null) {
      return kept.createRevision();
    }
    Problem problem = problems.get(thing);
    return problem == null ? 0 : problem.createRevision();
  }

  @Override
  public Optional<Kept<JobSpec>> job(JobName name) {
    return Optional.ofNullable(jobs.get(name));
  }

  @Override
  public Optional<Kept<TriggerSpec>> trigger(TriggerName name) {
    return triggers.live(name);
  }

  @Override
  public Optional<Kept<TriggerSpec>> deadTrigger(TriggerName name) {
    return triggers.dead(name);
  }

  @Override
  public List<TriggerName> triggersOf(JobName job) {
    return triggers.of(job);
  }

  @Override
  public Optional<Kept<CalendarSpec>> calendar(String name) {
    return Optional.ofNullable(calendars.get(name));
  }

  @Override
  public Pauses pauses() {
    return keptPauses().map(Kept::value).orElse(Pauses.NONE);
  }

  @Override
  public Optional<Kept<Pauses>> keptPauses() {
    return Optional.ofNullable(pauses);
  }

  @Override
  public Optional<Kept<AppliedFiles>> applied() {
    return Optional.ofNullable(applied);
  }

  @Override
  public Set<JobName> jobNames() {
    return Collections.unmodifiableSet(jobs.keySet());
  }

  @Override
  public Set<TriggerName> triggerNames() {
    return triggers.names();
  }

  @Override
  public Set<String> calendarNames() {
    return Collections.unmodifiableSet(calendars.keySet());
  }

  @Override
  public Collection<Kept<Request>> requests() {
    return Collections.unmodifiableCollection(requests.values());
  }

  @Override
  public Optional<Kept<Request>> request(String id) {
    return Optional.ofNullable(requests.get(id));
  }

  @Override
  public Map<String, String> problems() {
    return Stream.concat(problems.values().stream(), foreign.values().stream())
        .collect(Collectors.toMap(Problem::key, Problem::what, (one, other) -> other));
  }

  @Override
  public Optional<String> problem(Thing thing) {
    return Optional.ofNullable(problems.get(thing)).map(Problem::what);
  }

  @SuppressWarnings("unchecked") // the value's type was looked at
  private static <T> Kept<T> cast(Kept<?> kept) {
    return (Kept<T>) kept;
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.impl.matchers.StringMatcher.StringOperatorName;

/**
 * Pauses and resumes triggers for Quartz, one by one and by groups, on any node. A paused group is
 * one entry, however many triggers it has, and holds for those that join it later; a trigger that
 * is resumed alone is an exception to it.
 *
 * <p>Thread-safe. Each method blocks until its change is durable and to be seen here.
 */
final class PauseDesk {

  private final Definitions definitions;
  private final DefinitionLookup lookup;
  private final QuartzNames names;
  private final StoreAnswers answers;

  PauseDesk(Definitions definitions, DefinitionLookup lookup, StoreAnswers answers) {
    this.definitions = definitions;
    this.lookup = lookup;
    this.answers = answers;
    names = answers.names();
  }

  void pause(Collection<TriggerKey> keys) throws JobPersistenceException {
    modes(triggers(keys), mode -> mode == TriggerMode.NORMAL ? TriggerMode.PAUSED : mode, p -> p);
  }

  void resume(Collection<TriggerKey> keys) throws JobPersistenceException {
    List<TriggerName> meant = triggers(keys);
    modes(meant, PauseDesk::resumed, pauses -> withExceptions(pauses, meant));
  }

  /** Out of the error state, into whatever its group is in. */
  void reset(TriggerKey key) throws JobPersistenceException {
    List<TriggerName> inError =
        triggers(List.of(key)).stream()
            .filter(
                name ->
                    definitions
                        .view()
                        .trigger(name)
                        .filter(kept -> kept.value().mode() == TriggerMode.ERROR)
                        .isPresent())
            .toList();
    modes(
        inError,
        mode -> mode == TriggerMode.ERROR ? TriggerMode.NORMAL : mode,
        pauses -> without(pauses, inError));
  }

  /** The groups that are paused now because of this. */
  Set<String> pauseTriggers(GroupMatcher<TriggerKey> matcher) throws JobPersistenceException {
    Set<String> groups = named(matcher, lookup.triggerGroups());
    pauseGroups(groups);
    return groups;
  }

  /** Every group that has a trigger. */
  void pauseAll() throws JobPersistenceException {
    pauseGroups(new HashSet<>(lookup.triggerGroups()));
  }

  private void pauseGroups(Set<String> groups) throws JobPersistenceException {
    decide(
        changes ->
            changes.pauses(
                pauses ->
                    new Pauses(
                        union(pauses.triggerGroups(), groups),
                        pauses.jobGroups(),
                        exceptions(pauses, name -> !groups.contains(names.key(name).getGroup())))));
  }

  /** The groups that are paused now because of this. */
  Set<String> pauseJobs(GroupMatcher<JobKey> matcher) throws JobPersistenceException {
    Set<String> groups = named(matcher, lookup.jobGroups());
    decide(
        changes ->
            changes.pauses(
                pauses ->
                    new Pauses(
                        pauses.triggerGroups(),
                        union(pauses.jobGroups(), groups),
                        exceptions(pauses, name -> !isOfJobIn(groups, name)))));
    return groups;
  }

  /**
   * Resumes the triggers of these groups, but for those whose jobs are paused as a group; says
   * which groups have triggers.
   */
  Set<String> resumeTriggers(GroupMatcher<TriggerKey> matcher) throws JobPersistenceException {
    Set<TriggerKey> keys = lookup.triggerKeys(matcher);
    Set<String> jobGroups = definitions.view().pauses().jobGroups();
    List<TriggerName> meant =
        triggers(keys).stream().filter(name -> !isOfJobIn(jobGroups, name)).toList();
    Predicate<String> fits = fits(matcher);
    modes(meant, PauseDesk::resumed, pauses -> without(pauses, fits, group -> false));
    Set<String> groups = new HashSet<>();
    keys.forEach(key -> groups.add(key.getGroup()));
    return groups;
  }

  /** Resumes the triggers of the jobs of these groups; says which groups were paused. */
  Set<String> resumeJobs(GroupMatcher<JobKey> matcher) throws JobPersistenceException {
    Predicate<String> fits = fits(matcher);
    Set<String> groups = new HashSet<>(definitions.view().pauses().jobGroups());
    groups.removeIf(fits.negate());
    List<TriggerName> meant = new ArrayList<>();
    for (JobKey job : lookup.jobKeys(matcher)) {
      meant.addAll(definitions.view().triggersOf(names.name(job)));
    }
    modes(
        meant,
        PauseDesk::resumed,
        pauses -> withExceptions(without(pauses, group -> false, fits), meant));
    return groups;
  }

  void resumeAll() throws JobPersistenceException {
    modes(
        List.copyOf(definitions.view().triggerNames()), PauseDesk::resumed, pauses -> Pauses.NONE);
  }

  Set<String> pausedTriggerGroups() {
    return new HashSet<>(definitions.view().pauses().triggerGroups());
  }

  private static TriggerMode resumed(TriggerMode mode) {
    return mode == TriggerMode.PAUSED ? TriggerMode.NORMAL : mode;
  }

  /**
   * Changes modes and group pauses together. So many triggers that they do not fit into one change
   * are changed in several, the pauses of groups with the last.
   */
  private void modes(
      List<TriggerName> triggers, UnaryOperator<TriggerMode> mode, UnaryOperator<Pauses> pauses)
      throws JobPersistenceException {
    List<TriggerName> differ = triggers.stream().filter(name -> changesMode(name, mode)).toList();
    int most = Change.MAX_OPS - 1;
    int from = 0;
    for (; differ.size() - from > most; from += most) {
      List<TriggerName> part = differ.subList(from, from + most);
      decide(changes -> changes.modes(part, mode));
    }
    List<TriggerName> rest = differ.subList(from, differ.size());
    decide(changes -> changes.modes(rest, mode).and(changes.pauses(pauses)));
  }

  private boolean changesMode(TriggerName name, UnaryOperator<TriggerMode> mode) {
    return definitions
        .view()
        .trigger(name)
        .map(Kept::value)
        .map(TriggerSpec::mode)
        .filter(before -> mode.apply(before) != before)
        .isPresent();
  }

  private void decide(Function<Changes, Change> builder) throws JobPersistenceException {
    answers.await(definitions.decide(builder));
  }

  private List<TriggerName> triggers(Collection<TriggerKey> keys) {
    List<TriggerName> found = new ArrayList<>();
    for (TriggerKey key : keys) {
      if (lookup.exists(key)) {
        found.add(names.name(key));
      }
    }
    return found;
  }

  /** Those of the triggers whose groups stay paused are exceptions from now on. */
  private Pauses withExceptions(Pauses pauses, List<TriggerName> resumed) {
    Set<TriggerName> except = new HashSet<>(pauses.except());
    resumed.stream().filter(name -> isPausedByGroup(pauses, name)).forEach(except::add);
    return new Pauses(pauses.triggerGroups(), pauses.jobGroups(), except);
  }

  /** Exceptions to groups that are not paused any more are none. */
  private Pauses lessExceptions(Pauses pauses) {
    return new Pauses(
        pauses.triggerGroups(),
        pauses.jobGroups(),
        exceptions(pauses, name -> isPausedByGroup(pauses, name)));
  }

  private boolean isPausedByGroup(Pauses pauses, TriggerName name) {
    return pauses.triggerGroups().contains(names.key(name).getGroup())
        || isOfJobIn(pauses.jobGroups(), name);
  }

  private boolean isOfJobIn(Set<String> groups, TriggerName name) {
    Optional<Kept<TriggerSpec>> trigger = definitions.view().trigger(name);
    return trigger
        .filter(kept -> groups.contains(names.key(kept.value().job()).getGroup()))
        .isPresent();
  }

  private static Set<TriggerName> exceptions(Pauses pauses, Predicate<TriggerName> stay) {
    Set<TriggerName> except = new HashSet<>(pauses.except());
    except.removeIf(stay.negate());
    return except;
  }

  /** The pauses without these exceptions. */
  static Pauses without(Pauses pauses, Collection<TriggerName> exceptions) {
    return new Pauses(
        pauses.triggerGroups(),
        pauses.jobGroups(),
        exceptions(pauses, name -> !exceptions.contains(name)));
  }

  private Pauses without(
      Pauses pauses, Predicate<String> triggerGroups, Predicate<String> jobGroups) {
    Set<String> triggers = new HashSet<>(pauses.triggerGroups());
    triggers.removeIf(triggerGroups);
    Set<String> jobs = new HashSet<>(pauses.jobGroups());
    jobs.removeIf(jobGroups);
    return lessExceptions(new Pauses(triggers, jobs, pauses.except()));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Predicate<String> fits(GroupMatcher<?> matcher) {
    return group -> matcher.getCompareWithOperator().evaluate(group, matcher.getCompareToValue());
  }

  /** A group that is named needs no members; a pattern means groups that are there. */
  private static Set<String> named(GroupMatcher<?> matcher, List<String> groups) {
    if (matcher.getCompareWithOperator() == StringOperatorName.EQUALS) {
      return Set.of(matcher.getCompareToValue());
    }
    Set<String> fitting = new HashSet<>(groups);
    fitting.removeIf(fits(matcher).negate());
    return fitting;
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.OperableTrigger;
import org.quartz.utils.Key;

/** Answers Quartz's questions about what is defined, from memory. Thread-safe; never blocks. */
final class DefinitionLookup {

  private final QuartzNames names;
  private final DefinitionView view;
  private final JobCodec jobs;
  private final TriggerCodec triggers;
  private final TriggerStandings standings;

  DefinitionLookup(JobCodec jobs, TriggerCodec triggers, TriggerStandings standings) {
    names = standings.names();
    view = standings.view();
    this.jobs = jobs;
    this.triggers = triggers;
    this.standings = standings;
  }

  Optional<JobDetail> job(JobKey key) {
    return find(key).flatMap(this::detail);
  }

  private Optional<JobDetail> detail(JobName name) {
    return view.job(name)
        .map(Kept::value)
        .map(spec -> jobs.detail(spec, EffectiveData.of(spec, standings.recorded(name))));
  }

  Optional<OperableTrigger> trigger(TriggerKey key) {
    return find(key).flatMap(this::trigger);
  }

  private Optional<OperableTrigger> trigger(TriggerName name) {
    return view.trigger(name)
        .map(Kept::value)
        .map(spec -> triggers.trigger(spec, standings.place(spec)));
  }

  boolean exists(JobKey key) {
    return find(key).flatMap(view::job).isPresent();
  }

  boolean exists(TriggerKey key) {
    return find(key).flatMap(view::trigger).isPresent();
  }

  /** The name of a key; none for a key that cannot have one, and so is not there. */
  private Optional<JobName> find(JobKey key) {
    try {
      return Optional.of(names.name(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<TriggerName> find(TriggerKey key) {
    try {
      return Optional.of(names.name(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Set<JobKey> jobKeys(GroupMatcher<JobKey> matcher) {
    Set<JobKey> keys = new LinkedHashSet<>();
    Predicate<Key<?>> fits = fits(matcher);
    view.jobNames().stream().map(names::key).filter(fits).forEach(keys::add);
    return keys;
  }

  Set<TriggerKey> triggerKeys(GroupMatcher<TriggerKey> matcher) {
    Set<TriggerKey> keys = new LinkedHashSet<>();
    Predicate<Key<?>> fits = fits(matcher);
    view.triggerNames().stream().map(names::key).filter(fits).forEach(keys::add);
    return keys;
  }

  static Predicate<Key<?>> fits(GroupMatcher<?> matcher) {
    return key ->
        matcher.getCompareWithOperator().evaluate(key.getGroup(), matcher.getCompareToValue());
  }

  List<JobDetail> details(GroupMatcher<JobKey> matcher) {
    return jobKeys(matcher).stream().flatMap(key -> job(key).stream()).toList();
  }

  List<TriggerKey> triggerKeysOf(JobKey key) {
    return find(key).map(view::triggersOf).orElse(List.of()).stream().map(names::key).toList();
  }

  List<OperableTrigger> triggersOf(JobKey key) {
    return triggerKeysOf(key).stream().flatMap(trigger -> trigger(trigger).stream()).toList();
  }

  TriggerState state(TriggerKey key) {
    return find(key).map(standings::state).orElse(TriggerState.NONE);
  }

  List<OperableTrigger> triggers(
      GroupMatcher<JobKey> jobMatcher, GroupMatcher<TriggerKey> triggerMatcher) {
    Predicate<Key<?>> jobFits = fits(jobMatcher);
    return triggerKeys(triggerMatcher).stream()
        .flatMap(key -> trigger(key).stream())
        .filter(trigger -> jobFits.test(trigger.getJobKey()))
        .toList();
  }

  List<String> jobGroups() {
    return groups(view.jobNames().stream().map(names::key).toList());
  }

  List<String> triggerGroups() {
    return groups(view.triggerNames().stream().map(names::key).toList());
  }

  private static List<String> groups(Collection<? extends Key<?>> keys) {
    Set<String> groups = new LinkedHashSet<>();
    keys.forEach(key -> groups.add(key.getGroup()));
    return new ArrayList<>(groups);
  }

  int jobCount() {
    return view.jobNames().size();
  }

  int triggerCount() {
    return view.triggerNames().size();
  }
}

package dev.tenure.alert;

import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.Request;
import dev.tenure.definition.Thing;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.Written;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Jobs and triggers that a test puts there. */
final class FakeDefinitions implements DefinitionView {

  final Map<JobName, JobSpec> jobs = new TreeMap<>();
  final Map<TriggerName, TriggerSpec> triggers = new TreeMap<>();

  private static <T> Kept<T> kept(T value) {
    return new Kept<>(value, 1, 1, new Written(new NodeName("n"), Instant.EPOCH));
  }

  @Override
  public Optional<Kept<JobSpec>> job(JobName name) {
    return Optional.ofNullable(jobs.get(name)).map(FakeDefinitions::kept);
  }

  @Override
  public Optional<Kept<TriggerSpec>> trigger(TriggerName name) {
    return Optional.ofNullable(triggers.get(name)).map(FakeDefinitions::kept);
  }

  @Override
  public List<TriggerName> triggersOf(JobName job) {
    return triggers.values().stream()
        .filter(trigger -> trigger.job().equals(job))
        .map(TriggerSpec::name)
        .toList();
  }

  @Override
  public Optional<Kept<CalendarSpec>> calendar(String name) {
    return Optional.empty();
  }

  @Override
  public Pauses pauses() {
    return Pauses.NONE;
  }

  @Override
  public Optional<Kept<Pauses>> keptPauses() {
    return Optional.empty();
  }

  @Override
  public Optional<Kept<AppliedFiles>> applied() {
    return Optional.empty();
  }

  @Override
  public Set<JobName> jobNames() {
    return jobs.keySet();
  }

  @Override
  public Set<TriggerName> triggerNames() {
    return triggers.keySet();
  }

  @Override
  public Set<String> calendarNames() {
    return Set.of();
  }

  @Override
  public Collection<Kept<Request>> requests() {
    return List.of();
  }

  @Override
  public Optional<Kept<Request>> request(String id) {
    return Optional.empty();
  }

  @Override
  public Map<String, String> problems() {
    return Map.of();
  }

  @Override
  public Optional<String> problem(Thing thing) {
    return Optional.empty();
  }

  @Override
  public long modRevision(Thing thing) {
    return 0;
  }
}

package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Definitions that a test sets by hand. */
public final class FixedDefinitions implements DefinitionView {

  private final Map<JobName, Kept<JobSpec>> jobs = new LinkedHashMap<>();
  private final Map<TriggerName, Kept<TriggerSpec>> triggers = new LinkedHashMap<>();
  private final Map<String, Kept<Request>> requests = new LinkedHashMap<>();
  private final Map<String, Kept<CalendarSpec>> calendars = new LinkedHashMap<>();
  private long revision = 1;

  private <T> Kept<T> kept(T value) {
    revision++;
    return new Kept<>(
        value, revision, revision, new Written(new NodeName("node-1"), Instant.EPOCH));
  }

  public void put(JobSpec job) {
    jobs.put(job.name(), kept(job));
  }

  public void put(TriggerSpec trigger) {
    triggers.put(trigger.name(), kept(trigger));
  }

  /** Sets a job that was made at an instant. */
  public void put(JobSpec job, Instant written) {
    revision++;
    jobs.put(
        job.name(),
        new Kept<>(job, revision, revision, new Written(new NodeName("node-1"), written)));
  }

  /** Sets a job that was changed after it was made. */
  public void change(JobSpec job, Instant written) {
    revision++;
    jobs.put(
        job.name(), new Kept<>(job, 0, revision, new Written(new NodeName("node-1"), written)));
  }

  /** Sets a trigger that was changed after it was made. */
  public void change(TriggerSpec trigger, Instant written) {
    revision++;
    triggers.put(
        trigger.name(),
        new Kept<>(trigger, 1, revision, new Written(new NodeName("node-1"), written)));
  }

  /** Sets a calendar that was written at an instant. */
  public void put(String name, CalendarSpec calendar, Instant written) {
    revision++;
    calendars.put(
        name,
        new Kept<>(calendar, revision, revision, new Written(new NodeName("node-1"), written)));
  }

  public Kept<Request> put(Request request) {
    Kept<Request> kept = kept(request);
    requests.put(request.id(), kept);
    return kept;
  }

  public void remove(JobName job) {
    jobs.remove(job);
  }

  public void remove(TriggerName trigger) {
    triggers.remove(trigger);
  }

  @Override
  public Optional<Kept<JobSpec>> job(JobName name) {
    return Optional.ofNullable(jobs.get(name));
  }

  @Override
  public Optional<Kept<TriggerSpec>> trigger(TriggerName name) {
    return Optional.ofNullable(triggers.get(name));
  }

  @Override
  public List<TriggerName> triggersOf(JobName job) {
    return triggers.values().stream()
        .map(Kept::value)
        .filter(trigger -> trigger.job().equals(job))
        .map(TriggerSpec::name)
        .toList();
  }

  @Override
  public Optional<Kept<CalendarSpec>> calendar(String name) {
    return Optional.ofNullable(calendars.get(name));
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
    return calendars.keySet();
  }

  @Override
  public Collection<Kept<Request>> requests() {
    return requests.values();
  }

  @Override
  public Optional<Kept<Request>> request(String id) {
    return Optional.ofNullable(requests.get(id));
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

package dev.tenure.definition;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of a view: those that live, because the job that they were made for is there, and
 * those that are dead. Changed on the loop, read from any thread.
 */
final class TriggerIndex {

  /** Above this a job's triggers are kept in a set. */
  private static final int FEW = 8;

  private final Map<TriggerName, Kept<TriggerSpec>> live = new ConcurrentHashMap<>();
  private final Map<TriggerName, Kept<TriggerSpec>> dead = new ConcurrentHashMap<>();
  private final Map<JobName, Collection<TriggerName>> ofJob = new ConcurrentHashMap<>();
  private final Map<JobName, Set<TriggerName>> deadOf = new HashMap<>();
  private final Listeners listeners;

  TriggerIndex(Listeners listeners) {
    this.listeners = listeners;
  }

  Optional<Kept<TriggerSpec>> live(TriggerName name) {
    return Optional.ofNullable(live.get(name));
  }

  Optional<Kept<TriggerSpec>> dead(TriggerName name) {
    return Optional.ofNullable(dead.get(name));
  }

  List<TriggerName> of(JobName job) {
    return List.copyOf(ofJob.getOrDefault(job, List.of()));
  }

  Set<TriggerName> names() {
    return Collections.unmodifiableSet(live.keySet());
  }

  /** Those whose job is not there, or is another one of its name. */
  Collection<Kept<TriggerSpec>> dead() {
    return dead.values();
  }

  @Nullable Kept<TriggerSpec> any(TriggerName name) {
    Kept<TriggerSpec> living = live.get(name);
    return living != null ? living : dead.get(name);
  }

  /**
   * A trigger as it is now.
   *
   * @param job its job, if there is one of that name
   */
  void put(Kept<TriggerSpec> now, Optional<Kept<JobSpec>> job) {
    Kept<TriggerSpec> before = live.get(now.value().name());
    Kept<TriggerSpec> died = dead.get(now.value().name());
    if (died != null) {
      forgetDead(died);
    }
    if (job.filter(of -> isOf(now, of)).isEmpty()) {
      if (before != null) {
        unlink(before);
        tellGone(before);
      }
      bury(now);
      return;
    }
    Kept<TriggerSpec> shared = sharing(now, job.get().value());
    boolean moved = before != null && !before.value().job().equals(shared.value().job());
    if (before != null && moved) {
      removeOf(before);
    }
    live.put(shared.value().name(), shared);
    if (before == null || moved) {
      addOf(shared);
    }
    tell(shared, Optional.ofNullable(before));
  }

  void remove(TriggerName name) {
    Kept<TriggerSpec> before = live.get(name);
    if (before != null) {
      unlink(before);
      tellGone(before);
    }
    Kept<TriggerSpec> died = dead.get(name);
    if (died != null) {
      forgetDead(died);
    }
  }

  /**
   * Before the job is to be seen: those that were waiting for it live.
   *
   * @return them, to be told of once the job was
   */
  List<Kept<TriggerSpec>> revive(Kept<JobSpec> job) {
    List<Kept<TriggerSpec>> revived = new ArrayList<>();
    for (TriggerName name : List.copyOf(deadOf.getOrDefault(job.value().name(), Set.of()))) {
      Kept<TriggerSpec> waiting = dead.get(name);
      if (waiting != null && isOf(waiting, job)) {
        forgetDead(waiting);
        Kept<TriggerSpec> shared = sharing(waiting, job.value());
        live.put(name, shared);
        addOf(shared);
        revived.add(shared);
      }
    }
    return revived;
  }

  /** The job is gone, or, if there is one, another one now: its triggers die. */
  void buryOthers(JobName name, Optional<Kept<JobSpec>> job) {
    for (TriggerName trigger : of(name)) {
      Kept<TriggerSpec> kept = live.get(trigger);
      if (kept != null && job.filter(of -> isOf(kept, of)).isEmpty()) {
        unlink(kept);
        bury(kept);
        tellGone(kept);
      }
    }
  }

  void tell(Kept<TriggerSpec> now, Optional<Kept<TriggerSpec>> before) {
    if (before.isEmpty() || !before.get().value().equals(now.value())) {
      listeners.tell(listener -> listener.onTrigger(now, before));
    }
  }

  private void tellGone(Kept<TriggerSpec> before) {
    listeners.tell(listener -> listener.onTriggerGone(before.value().name(), before));
  }

  private static boolean isOf(Kept<TriggerSpec> trigger, Kept<JobSpec> job) {
    return trigger.value().jobIncarnation().equals(job.value().incarnation());
  }

  /** Takes the names from the job's own objects: they are equal, and one copy is enough. */
  private static Kept<TriggerSpec> sharing(Kept<TriggerSpec> kept, JobSpec job) {
    return new Kept<>(
        kept.value().sharing(job), kept.createRevision(), kept.modRevision(), kept.written());
  }

  private void unlink(Kept<TriggerSpec> kept) {
    removeOf(kept);
    live.remove(kept.value().name());
  }

  private void bury(Kept<TriggerSpec> kept) {
    dead.put(kept.value().name(), kept);
    deadOf
        .computeIfAbsent(kept.value().job(), job -> new LinkedHashSet<>())
        .add(kept.value().name());
  }

  private void forgetDead(Kept<TriggerSpec> kept) {
    dead.remove(kept.value().name());
    deadOf.computeIfPresent(
        kept.value().job(),
        (job, names) -> names.remove(kept.value().name()) && names.isEmpty() ? null : names);
  }

  private void addOf(Kept<TriggerSpec> kept) {
    TriggerName name = kept.value().name();
    ofJob.merge(kept.value().job(), List.of(name), (some, one) -> with(some, name));
  }

  private static Collection<TriggerName> with(Collection<TriggerName> some, TriggerName one) {
    if (some instanceof List<TriggerName> && some.size() < FEW) {
      List<TriggerName> more = new ArrayList<>(some);
      more.add(one);
      return List.copyOf(more);
    }
    Collection<TriggerName> many = some;
    if (some instanceof List<TriggerName>) {
      many = ConcurrentHashMap.newKeySet();
      many.addAll(some);
    }
    many.add(one);
    return many;
  }

  private void removeOf(Kept<TriggerSpec> kept) {
    TriggerName name = kept.value().name();
    ofJob.computeIfPresent(
        kept.value().job(),
        (job, some) -> {
          if (some instanceof List<TriggerName>) {
            List<TriggerName> less = some.stream().filter(other -> !other.equals(name)).toList();
            return less.isEmpty() ? null : less;
          }
          some.remove(name);
          return some.isEmpty() ? null : some;
        });
  }
}

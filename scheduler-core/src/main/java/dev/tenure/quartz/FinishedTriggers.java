package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Thing;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.TriggerName;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.quartz.JobKey;

/**
 * Removes triggers that have done their part, and with them jobs that need one. A trigger that was
 * stored anew meanwhile is another one, and stays. Thread-safe; never blocks.
 */
final class FinishedTriggers {

  private final Definitions definitions;
  private final QuartzNames names;
  private final Consumer<JobKey> orphans;

  /**
   * Removes from the definitions.
   *
   * @param orphans hears of jobs that went with their last trigger
   */
  FinishedTriggers(Definitions definitions, QuartzNames names, Consumer<JobKey> orphans) {
    this.definitions = definitions;
    this.names = names;
    this.orphans = orphans;
  }

  /**
   * What became of it.
   *
   * @param removed the triggers that are gone now; none unless the change was made
   */
  record Removal(ChangeResult result, Set<TriggerName> removed) {}

  /**
   * Removes those of the triggers that are still as they are given.
   *
   * @param fence may put the change under a leadership
   */
  CompletionStage<Removal> remove(List<TriggerSpec> triggers, UnaryOperator<Change> fence) {
    AtomicReference<Change> last = new AtomicReference<>(Change.NONE);
    return definitions
        .decide(
            changes -> {
              Change change = fence.apply(changes.removeTriggers(unchanged(triggers, changes)));
              last.set(change);
              return change;
            })
        .thenApply(
            result -> {
              boolean made = result instanceof ChangeResult.Changed;
              return new Removal(
                  result, made ? tell(Objects.requireNonNull(last.get())) : Set.of());
            });
  }

  private static List<TriggerName> unchanged(List<TriggerSpec> triggers, Changes changes) {
    return triggers.stream()
        .filter(
            spec ->
                changes
                    .view()
                    .trigger(spec.name())
                    .filter(kept -> kept.value().edition().equals(spec.edition()))
                    .isPresent())
        .map(TriggerSpec::name)
        .toList();
  }

  private Set<TriggerName> tell(Change made) {
    Set<TriggerName> removed = new HashSet<>();
    for (Change.Op op : made.ops()) {
      if (op instanceof Change.Delete && op.thing() instanceof Thing.Trigger trigger) {
        removed.add(trigger.name());
      } else if (op instanceof Change.Delete && op.thing() instanceof Thing.Job job) {
        orphans.accept(names.key(job.name()));
      }
    }
    return removed;
  }
}

package dev.tenure.quartz;

import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Thing;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.Forgotten;
import dev.tenure.ledger.RunLedger;
import dev.tenure.model.JobName;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells the ledger, while this node leads, which jobs have no definition any more: nothing of
 * theirs is tried again, their accounts end, and their history goes once it is old. Thread-safe;
 * never blocks.
 */
final class GoneJobs {

  private final Definitions definitions;
  private final RunLedger ledger;
  private final AtomicReference<@Nullable Leadership> led = new AtomicReference<>();

  /** Follows the definitions for as long as they live. */
  GoneJobs(Definitions definitions, RunLedger ledger) {
    this.definitions = definitions;
    this.ledger = ledger;
    definitions.onChange(
        new DefinitionListener() {
          @Override
          public void onJobGone(JobName name) {
            forget(List.of(name));
          }
        });
  }

  /** This node leads, and has read all definitions: what went before is told now. */
  void begin(Leadership leadership) {
    led.set(leadership);
    forget(List.copyOf(ledger.states().keySet()));
  }

  void end() {
    led.set(null);
  }

  private void forget(List<JobName> jobs) {
    Leadership leadership = led.get();
    if (leadership == null) {
      return;
    }
    List<Forgotten> gone = jobs.stream().filter(this::isGone).map(Forgotten::job).toList();
    if (!gone.isEmpty()) {
      ledger.forget(leadership, gone);
    }
  }

  /** A definition that cannot be read is there all the same. */
  private boolean isGone(JobName job) {
    return definitions.view().modRevision(new Thing.Job(job)) == 0
        && ledger.state(job).filter(state -> state.gone().isEmpty()).isPresent();
  }
}

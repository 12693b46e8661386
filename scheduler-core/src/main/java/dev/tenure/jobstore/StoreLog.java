package dev.tenure.jobstore;

import dev.tenure.election.ElectionState;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.GroupName;
import dev.tenure.quartz.RunListener;
import dev.tenure.quartz.RunView;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what becomes of the group on this JVM. */
final class StoreLog implements RunListener {

  private static final Logger log = LoggerFactory.getLogger(EtcdJobStore.class);

  private final GroupName group;
  private final Consumer<Leadership> fenced;

  /**
   * The words of one group.
   *
   * @param fenced tells the election that a fence was refused
   */
  StoreLog(GroupName group, Consumer<Leadership> fenced) {
    this.group = group;
    this.fenced = fenced;
  }

  void state(ElectionState state) {
    if (state instanceof ElectionState.Error error) {
      log.warn("group {}: no leader here, tries again: {}", group, error.cause().getMessage());
    } else {
      log.debug("group {}: {}", group, state);
    }
  }

  @Override
  public void onStarted(RunView run) {
    log.debug("group {}: run {} begins", group, run.id());
  }

  @Override
  public void onFinished(RunView run, RunOutcome outcome) {
    log.debug("group {}: run {} ended {}", group, run.id(), outcome.state());
  }

  @Override
  public void onFenced(Leadership leadership) {
    fenced.accept(leadership);
  }
}

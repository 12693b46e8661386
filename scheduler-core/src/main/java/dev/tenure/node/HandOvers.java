package dev.tenure.node;

import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.HandOverRequest;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Request;
import dev.tenure.election.Leadership;
import dev.tenure.model.GroupName;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a group over when somebody asks this leader to. A request names the term that it means, so
 * that it is obeyed once; each leader sweeps away those that meant one before it.
 *
 * <p>Thread-safe; never blocks.
 */
final class HandOvers implements DefinitionListener {

  private static final Logger log = LoggerFactory.getLogger(HandOvers.class);

  private final GroupName group;
  private final Definitions definitions;
  private final Runnable resign;
  private final AtomicReference<@Nullable Leadership> leading = new AtomicReference<>();
  private final AtomicLong obeyed = new AtomicLong();

  /**
   * Does nothing before {@link #lead}.
   *
   * @param resign hands over, and returns at once
   */
  HandOvers(GroupName group, Definitions definitions, Runnable resign) {
    this.group = group;
    this.definitions = definitions;
    this.resign = resign;
  }

  /** This node leads. */
  void lead(Leadership leadership) {
    leading.set(leadership);
    List.copyOf(definitions.view().requests()).forEach(this::onRequest);
  }

  /** It does not any more. */
  void over() {
    leading.set(null);
  }

  @Override
  public void onRequest(Kept<Request> kept) {
    Leadership leadership = leading.get();
    if (leadership == null || !(kept.value() instanceof HandOverRequest request)) {
      return;
    }
    long term = leadership.term().number();
    // First it is put away: whoever leads next must not find it.
    var forgotten = definitions.forget(leadership, List.of(kept));
    if (request.term() == term && obeyed.getAndSet(term) != term) {
      log.info(
          "group {}: hands term {} over on request{}",
          group,
          term,
          request.who().isEmpty() ? "" : " by " + request.who());
      forgotten.thenRun(resign);
    }
  }
}

package dev.tenure.node;

import dev.tenure.ledger.LedgerSizes;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures, while this node leads a group, how much its ledger takes in etcd. That reads all of it,
 * so it is done rarely. State belongs to the loop; the methods may be called from anywhere.
 */
final class LedgerMeter {

  private static final Logger log = LoggerFactory.getLogger(LedgerMeter.class);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration OFTEN_ENOUGH = Duration.ofMinutes(10);

  private final GroupName group;
  private final RunLedger ledger;
  private final EventLoop loop;
  private volatile OptionalLong bytes = OptionalLong.empty();
  private EventLoop.@Nullable Timer next;

  LedgerMeter(GroupName group, RunLedger ledger, EventLoop loop) {
    this.group = group;
    this.ledger = ledger;
    this.loop = loop;
  }

  /** The last measure. */
  OptionalLong bytes() {
    return bytes;
  }

  /** This node leads now. */
  void begin() {
    loop.execute(() -> after(SOON));
  }

  /** It does not any more. */
  void end() {
    loop.execute(this::cancel);
  }

  private void after(Duration wait) {
    cancel();
    next = loop.schedule(wait, this::measure);
  }

  private void cancel() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  private void measure() {
    ledger.sizes().whenCompleteAsync(this::measured, loop);
  }

  private void measured(@Nullable LedgerSizes sizes, @Nullable Throwable failure) {
    if (sizes != null) {
      bytes = OptionalLong.of(sizes.journal() + sizes.states() + sizes.runs());
      log.debug("group {}: the ledger takes {}", group, sizes);
    }
    if (next != null) {
      after(OFTEN_ENOUGH);
    }
  }
}

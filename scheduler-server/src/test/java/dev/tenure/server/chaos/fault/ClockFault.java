package dev.tenure.server.chaos.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The wall clock of a node jumps, and jumps back. */
final class ClockFault implements Fault {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Catalogue catalogue;
  private final Planned planned;
  private @Nullable FakeClock clock;

  ClockFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    ChaosNode node = catalogue.mostlyLeader(planned.pick());
    // From 2 s to a minute; small ones as often as large ones.
    long far = Math.round(Math.pow(2, 1 + 5 * planned.amount()));
    long seconds = planned.kind() == FaultKind.CLOCK_FORWARD ? far : -far;
    clock = node.clock();
    clock.set(seconds);
    String detail = "%+d s, for %d ms".formatted(seconds, planned.lasts().toMillis());
    long end = System.nanoTime() + PATIENCE.toNanos();
    long off = 0;
    while (System.nanoTime() - end < 0) {
      off = NodeProbe.secondsAhead(node).orElse(0);
      // To the second, and half a second for the way.
      if (Math.abs(off - seconds) <= 1) {
        return Effect.bit(node.name(), detail, "its answers are dated %+d s".formatted(off));
      }
      Thread.sleep(100);
    }
    return new Effect(node.name(), detail, false, "its answers are dated %+d s".formatted(off));
  }

  @Override
  public Effect end(Effect begun) {
    if (clock != null) {
      clock.set(0);
    }
    return begun;
  }
}

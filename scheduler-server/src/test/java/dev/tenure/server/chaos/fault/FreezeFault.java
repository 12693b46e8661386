package dev.tenure.server.chaos.fault;

import dev.tenure.server.cli.Launched;
import org.jspecify.annotations.Nullable;

/** A node is stopped by SIGSTOP, and goes on as if nothing had been. */
final class FreezeFault implements Fault {

  private final Catalogue catalogue;
  private final Planned planned;
  private @Nullable Launched frozen;

  FreezeFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    ChaosNode node = catalogue.mostlyLeader(planned.pick());
    Launched process = node.process().orElseThrow(() -> new NotInjected(node.name() + " is down"));
    frozen = process;
    boolean sent = Signals.send(process.pid(), "STOP");
    char state = awaitStop(process.pid());
    return new Effect(
        node.name(),
        "SIGSTOP for " + planned.lasts().toMillis() + " ms",
        sent && state == 'T',
        "process " + process.pid() + " is in state " + state);
  }

  @Override
  public Effect end(Effect begun) {
    if (frozen != null) {
      Signals.send(frozen.pid(), "CONT");
    }
    return begun;
  }

  static char awaitStop(long pid) throws InterruptedException {
    char state = Signals.state(pid);
    for (int tries = 0; tries < 50 && state != 'T' && state != '-'; tries++) {
      Thread.sleep(10);
      state = Signals.state(pid);
    }
    return state;
  }
}

package dev.tenure.server.chaos.fault;

import java.net.URI;

/** A node's cable is pulled: nothing arrives at either side, nothing is refused. */
final class Partition implements Fault {

  private final Catalogue catalogue;
  private final Planned planned;

  Partition(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    Namespaces namespaces =
        catalogue.cluster().namespaces().orElseThrow(() -> new NotInjected("no namespaces"));
    ChaosNode node = catalogue.mostlyLeader(planned.pick());
    boolean before = reached(node);
    namespaces.pull(number(node));
    boolean after = reached(node);
    return new Effect(
        node.name(),
        "cable pulled for " + planned.lasts().toMillis() + " ms",
        !after && node.alive(),
        "reached before: %s, since: %s; its process lives".formatted(before, after));
  }

  @Override
  public Effect end(Effect begun) throws Exception {
    if (catalogue.cluster().namespaces().isPresent()) {
      catalogue.cluster().namespaces().get().heal();
    }
    return begun;
  }

  private int number(ChaosNode node) {
    return catalogue.cluster().nodes().indexOf(node) + 1;
  }

  private static boolean reached(ChaosNode node) {
    URI address = URI.create("http://" + node.address());
    return Ports.accepts(address.getHost(), address.getPort());
  }
}

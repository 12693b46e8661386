package dev.tenure.server.chaos.fault;

import dev.tenure.testing.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A node hears nothing from etcd for a while, and meanwhile etcd forgets what it missed: its
 * watches cannot be taken up where they broke off.
 */
final class Compaction implements Fault {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Catalogue catalogue;
  private final Planned planned;
  private List<FaultProxy> links = List.of();
  private long heard;

  Compaction(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    LongSupplier recorded = catalogue.recorded();
    if (recorded.getAsLong() <= 0) {
      throw new NotInjected("nobody records the history");
    }
    ChaosNode node =
        planned.pick() % 2 == 0 ? catalogue.leader() : catalogue.follower(planned.pick());
    links = node.links();
    links.forEach(FaultProxy::stallAnswers);
    heard = EtcdStatus.of(catalogue.cluster().etcdctl()).revision();
    return Effect.bit(node.name(), "hears nothing for " + planned.lasts().toMillis() + " ms", "");
  }

  @Override
  public Effect end(Effect begun) throws Exception {
    if (links.isEmpty()) {
      return begun;
    }
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (catalogue.recorded().getAsLong() <= heard && System.nanoTime() - end < 0) {
        Thread.sleep(50);
      }
      long revision = catalogue.recorded().getAsLong();
      String said = catalogue.room().compact();
      return begun.and(revision > heard, "it had heard of " + heard + ", " + said);
    } finally {
      // What is under way to it may not arrive after all: it must ask again.
      links.forEach(FaultProxy::cut);
      links.forEach(FaultProxy::pass);
    }
  }
}

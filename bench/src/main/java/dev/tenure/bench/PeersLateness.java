package dev.tenure.bench;

import java.util.List;

/** How late other schedulers begin what is due, after Tenure has been asked the same. */
final class PeersLateness implements Bench {

  @Override
  public String name() {
    return "peers-lateness";
  }

  @Override
  public String what() {
    return "start minus slot of Quartz JDBC, db-scheduler and JobRunr, and of Tenure before them";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    for (Load load : Lateness.LOADS) {
      List<Peer> peers =
          Peer.all().stream()
              .filter(Peer::keepsTime)
              .filter(peer -> context.options().wants(peer.name() + ", " + load))
              .toList();
      if (!peers.isEmpty()) {
        context.report().add(Lateness.measure(context, new Tenure(1), load, name()));
      }
      for (Peer peer : peers) {
        context.report().add(Lateness.measure(context, peer, load, name()));
      }
    }
  }
}

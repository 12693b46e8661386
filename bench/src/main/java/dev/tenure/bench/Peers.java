package dev.tenure.bench;

import java.util.List;

/** The rate of other schedulers, in turn with Tenure's. */
final class Peers implements Bench {

  private static final int ROUNDS = 1;

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String what() {
    return "runs a second of Quartz JDBC, db-scheduler and JobRunr, in turn with Tenure";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    List<Peer> peers =
        Peer.all().stream().filter(peer -> context.options().wants(peer.name())).toList();
    for (int round = 0; round < context.options().rounds(ROUNDS); round++) {
      for (Peer peer : peers) {
        for (Contender contender : List.of(new Tenure(1), peer)) {
          context.report().add(Throughput.measure(context, contender, name()));
        }
      }
    }
  }
}

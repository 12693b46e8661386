package dev.tenure.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The same of other schedulers, in turn with Tenure. */
final class Peers implements Bench {

  private static final int ROUNDS = 1;

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String what() {
    return "rate and lateness of Quartz JDBC, db-scheduler and JobRunr, in turn with Tenure";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    Contender tenure = new Tenure(1);
    List<Contender> inTurn = new ArrayList<>();
    for (Peer peer : Peer.all()) {
      if (context.options().wants(peer.name())) {
        inTurn.add(tenure);
        inTurn.add(peer);
      }
    }
    for (int round = 0; round < context.options().rounds(ROUNDS); round++) {
      for (Contender contender : inTurn) {
        context.report().add(Throughput.measure(context, contender, "peers, rate"));
      }
      context.report().table();
      for (Load load : Lateness.LOADS) {
        // Once for all of them: beside a rate, lateness says little of a machine's passing moods.
        for (Contender contender : new LinkedHashSet<>(inTurn)) {
          if (!(contender instanceof Peer peer) || peer.keepsTime()) {
            context.report().add(Lateness.measure(context, contender, load, "peers, lateness"));
          }
        }
      }
      context.report().table();
    }
  }
}

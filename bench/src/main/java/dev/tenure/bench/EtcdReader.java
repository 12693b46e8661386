package dev.tenure.bench;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Reads the ledger of a bench without being a node, and without being asked by one. */
final class EtcdReader {

  static final KeyLayout LAYOUT = new KeyLayout(TenureConfig.ROOT);
  static final GroupName GROUP = new GroupName("default");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EtcdReader() {}

  /** How many ended runs are recorded in this etcd. */
  static long recorded(List<String> endpoints) throws Exception {
    LedgerScope scope = new LedgerScope(LAYOUT, GROUP, new NodeName("reader"));
    try (EtcdStore store = open(endpoints);
        ThreadEventLoop loop = new ThreadEventLoop("reader")) {
      RunLedger ledger =
          new RunLedger(store, scope, loop, Clock.systemUTC(), new SplittableRandom());
      ledger.follow().toCompletableFuture().get(2, TimeUnit.MINUTES);
      long sum = ledger.states().values().stream().mapToLong(JobState::finished).sum();
      ledger.stop();
      return sum;
    }
  }

  /** A connection with more patience than a node has: who measures must not give up first. */
  static EtcdStore open(List<String> endpoints) {
    return EtcdStore.open(EtcdSettings.of(endpoints).withTimeouts(PATIENCE, PATIENCE));
  }
}

package dev.tenure.jobstore;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.GroupTruth;
import dev.tenure.store.OrderedStore;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quartz.SchedulerConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one JVM has open of the cluster: etcd, definitions, ledger, elections. */
final class Cluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EtcdJobStore.class);

  private final Store store;
  private final ThreadEventLoop definitionLoop;
  private final ThreadEventLoop ledgerLoop;
  private final Definitions definitions;
  private final RunLedger ledger;
  private final Elections elections;

  private Cluster(StoreSettings settings, OrderedStore store) {
    this.store = store;
    definitionLoop = new ThreadEventLoop("definitions-" + settings.group());
    ledgerLoop = new ThreadEventLoop("ledger-" + settings.group());
    definitions =
        new Definitions(
            store,
            new DefinitionScope(settings.layout(), settings.group(), settings.node()),
            definitionLoop,
            Clock.systemUTC(),
            new SplittableRandom());
    ledger =
        new RunLedger(
            store,
            new LedgerScope(settings.layout(), settings.group(), settings.node()),
            ledgerLoop,
            Clock.systemUTC(),
            new SplittableRandom());
    elections = Elections.on(store, ElectionOptions.of(settings.sessionTtl()));
    store.wentBack().thenAcceptAsync(why -> giveUp(settings, why));
  }

  /** What is remembered here is wrong, and the scheduler cannot be given another memory. */
  private void giveUp(StoreSettings settings, String why) {
    log.error(
        "group {}: the scheduler cannot go on: etcd {}. It fires nothing more; start the"
            + " application anew",
        settings.group(),
        why);
    elections.close();
  }

  /**
   * Opens everything and reads what is there. Blocks until that is done, at most for the start
   * timeout; nothing is left open when it fails.
   *
   * @throws SchedulerConfigException when etcd does not answer in time, or refuses this user
   */
  static Cluster open(StoreSettings settings) throws SchedulerConfigException {
    Cluster cluster = null;
    try {
      cluster = new Cluster(settings, new OrderedStore(EtcdStore.open(settings.etcd())));
      cluster.read(settings.startTimeout());
      return cluster;
    } catch (StoreException e) {
      if (cluster != null) {
        cluster.close();
      }
      throw new SchedulerConfigException(
          "etcd at " + settings.etcd().endpoints() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private void read(Duration limit) {
    CompletableFuture<Void> read =
        CompletableFuture.allOf(
            definitions.follow().toCompletableFuture(), ledger.follow().toCompletableFuture());
    try {
      read.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + limit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreException failure
          ? failure
          : unavailable(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting", e);
    }
  }

  private static StoreException unavailable(String message, Exception cause) {
    return new StoreException(StoreException.Kind.UNAVAILABLE, message, cause);
  }

  Elections elections() {
    return elections;
  }

  /** What the group is to run, and what it ran. */
  GroupTruth truth(ClassSource classes) {
    return new GroupTruth(definitions, ledger, classes, Clock.systemUTC());
  }

  /**
   * Ends everything, the last opened first. Blocks for at most about the session's time to live.
   */
  @Override
  public void close() {
    elections.close();
    definitions.close();
    ledgerLoop.close();
    definitionLoop.close();
    store.close();
  }
}

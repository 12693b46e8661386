package dev.tenure.election;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Commit;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The example of the package's documentation, letter by letter; see {@link PackageExampleIT}. */
@SuppressWarnings({"SystemOut", "MissingOverride", "ClassCanBeStatic", "FutureReturnValueIgnored"})
final class PackageExample {

  // The example begins.
  final class Invoicing implements LeaderWork {
    private final Store store;

    Invoicing(Store store) {
      this.store = store;
    }

    public void start(Leadership leadership) {
      Commit claim =
          new Commit(
              List.of(leadership.fence()),
              List.of(Commit.Put.unleased("/acme/invoices/last", "by term " + leadership.term())));
      store.commit(claim).thenAccept(result -> System.out.println("claim: " + result));
    }

    public void stop(Leadership leadership, StopReason reason) {
      System.out.println("no more invoices: " + reason);
    }
  }

  void run(EtcdSettings etcd) {
    ElectionOptions options = ElectionOptions.of(Duration.ofSeconds(5));
    try (EtcdStore store = EtcdStore.open(etcd);
        Elections elections = Elections.on(store, options)) {
      Election election =
          elections.open(new ElectionName("/acme/election/invoices"), new Invoicing(store));
      election.observe(leader -> System.out.println("leader: " + leader));
      election.stand(() -> "machine-1"); // campaigns, and again after every loss

      Leadership leadership = awaitLeader(election);
      election.proclaim("machine-1, busy").toCompletableFuture().join();
      System.out.println("term " + leadership.term() + " holds: " + leadership.held());

      election.resign(Duration.ofSeconds(30)).toCompletableFuture().join();
    }
  }

  Leadership awaitLeader(Election election) {
    CompletableFuture<Leadership> won = new CompletableFuture<>();
    election.states(
        state -> {
          if (state instanceof ElectionState.Leader leader) {
            won.complete(leader.leadership());
          }
        });
    return won.join();
  }
  // The example ends.
}

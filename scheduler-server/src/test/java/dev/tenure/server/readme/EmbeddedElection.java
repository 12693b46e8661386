package dev.tenure.server.readme;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

public final class EmbeddedElection {

  public static void main(String[] args) throws InterruptedException {
    LeaderWork work =
        new LeaderWork() {
          @Override
          public void start(Leadership leadership) {
            System.out.println("begin, with the fencing token " + leadership.term());
          }

          @Override
          public void stop(Leadership leadership, StopReason reason) {
            System.out.println("stop: " + reason);
          }
        };
    try (Store store = EtcdStore.open(EtcdSettings.of(List.of("http://127.0.0.1:2379")));
        Elections elections = Elections.on(store, ElectionOptions.of(Duration.ofSeconds(5)));
        Election election = elections.open(new ElectionName("demo/main"), work)) {
      election.stand(() -> "id1");
      new CountDownLatch(1).await();
    }
  }
}

package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Commit;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreUsage;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What etcd tells of the room that it takes. */
final class EtcdUsageIT {

  private static StoreUsage usage(EtcdStore store) throws Exception {
    return store.usage().toCompletableFuture().get(30, TimeUnit.SECONDS).orElseThrow();
  }

  @Test
  void itHasASizeAndTakesWrites() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      StoreUsage before = usage(store);
      assertThat(before.state()).isEqualTo(StoreUsage.State.WRITABLE);
      assertThat(before.bytes()).isPositive();
      String big = "x".repeat(500_000);
      for (int i = 0; i < 20; i++) {
        store
            .commit(new Commit(List.of(), List.of(Commit.Put.unleased("/big/" + i, big))))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
      }
      assertThat(usage(store).bytes()).isGreaterThan(before.bytes() + 5_000_000);
    }
  }

  @Test
  void anEtcdThatIsAwayDoesNotAnswer() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      usage(store);
      etcd.stop(0);
      Throwable failure =
          store
              .usage()
              .toCompletableFuture()
              .handle((answer, thrown) -> thrown)
              .get(30, TimeUnit.SECONDS);
      assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
          .isInstanceOf(StoreException.class);
    }
  }
}

package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreMember;
import dev.tenure.store.StoreUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What etcd tells of itself: its room, its members, the time that leases have left. */
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
      // etcd says the size that its database had when it was last written, ten times a second.
      await("the size is noticed")
          .atMost(Duration.ofSeconds(60))
          .until(() -> usage(store).bytes() > before.bytes() + 5_000_000);
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

  private static List<StoreMember> members(EtcdStore store) throws Exception {
    return store.members().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void eachMemberSaysHowItIsAndOneThatIsDeadIsSaidToBeOutOfReach() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      await("all are connected")
          .atMost(Duration.ofSeconds(60))
          .until(() -> members(store).stream().allMatch(one -> one.answer().isPresent()));
      List<StoreMember> all = members(store);
      assertThat(all).extracting(StoreMember::name).containsExactly("etcd-1", "etcd-2", "etcd-3");
      assertThat(all).extracting(StoreMember::address).isEqualTo(etcd.endpoints());
      assertThat(all).filteredOn(one -> one.answer().orElseThrow().leads()).hasSize(1);
      for (StoreMember member : all) {
        assertThat(member.answer().orElseThrow().latency()).isPositive();
        assertThat(member.answer().orElseThrow().version()).startsWith("3.");
        assertThat(member.answer().orElseThrow().bytes()).isPositive();
      }

      etcd.kill(1);
      await("it is noticed")
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(60))
          .until(() -> members(store).get(1).answer().isEmpty());
    }
  }

  @Test
  void aLeaseSaysHowLongItLasts() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      LeaseId lease =
          store.grant(Duration.ofMinutes(5)).toCompletableFuture().get(30, TimeUnit.SECONDS).id();
      assertThat(store.timeLeft(lease).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasValueSatisfying(
              left -> assertThat(left).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(5)));
      store.revoke(lease).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(store.timeLeft(lease).toCompletableFuture().get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }
}

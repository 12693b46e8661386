package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.store.Commit;
import dev.tenure.store.StoreException;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a real etcd says of a watch that has nothing to tell. */
final class EtcdProgressIT {

  /** Ten minutes, if nothing is said. */
  private static final LocalEtcd.Options EACH_SECOND =
      LocalEtcd.Options.single()
          .withExtraArgs(List.of("--experimental-watch-progress-notify-interval=1s"));

  private final List<String> told = new CopyOnWriteArrayList<>();

  private final WatchListener listener =
      new WatchListener() {
        @Override
        public void onEvent(WatchEvent event) {
          told.add(event.key() + "@" + event.revision());
        }

        @Override
        public void onProgress(long revision) {
          told.add("up to " + revision);
        }

        @Override
        public void onBroken(StoreException cause) {
          told.add("broken");
        }
      };

  private static long put(EtcdStore store, String key) throws Exception {
    store
        .commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "v"))))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    return store
        .get(key)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .orElseThrow()
        .modRevision();
  }

  @Test
  void aWatchIsToldHowFarItIsThoughNothingHappensUnderItsPrefix() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(EACH_SECOND);
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      long own = put(store, "/watched/a");
      store.watch("/watched/", own, listener);
      long other = 0;
      for (int i = 0; i < 50; i++) {
        other = put(store, "/other/" + i);
      }
      String upTo = "up to " + other;
      await("the watch knows of what is not its own")
          .atMost(Duration.ofSeconds(60))
          .until(() -> told.contains(upTo));
      long next = put(store, "/watched/b");
      String last = "/watched/b@" + next;
      await("it goes on").atMost(Duration.ofSeconds(60)).until(() -> told.contains(last));
      assertThat(told).startsWith("/watched/a@" + own).doesNotContain("broken");
      assertThat(told.indexOf(upTo)).isLessThan(told.indexOf(last));
    }
  }
}

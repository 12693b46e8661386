package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.mustPut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.testing.StoreContract.Recorder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real etcd says of a watch that has nothing to tell. */
final class EtcdProgressIT {

  /** Ten minutes, if nothing is said. */
  private static final LocalEtcd.Options EACH_SECOND =
      LocalEtcd.Options.single()
          .withExtraArgs(List.of("--experimental-watch-progress-notify-interval=1s"));

  @Test
  void aWatchIsToldHowFarItIsThoughNothingHappensUnderItsPrefix() {
    try (LocalEtcd etcd = LocalEtcd.start(EACH_SECOND);
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      Recorder recorder = new Recorder();
      long own = mustPut(store, "/watched/a", "v");
      store.watch("/watched/", own, recorder);
      long other = 0;
      for (int i = 0; i < 50; i++) {
        other = mustPut(store, "/other/" + i, "v");
      }
      String upTo = "up to " + other;
      await("the watch knows of what is not its own")
          .atMost(Duration.ofSeconds(60))
          .until(() -> recorder.told.contains(upTo));
      String last = "/watched/b@" + mustPut(store, "/watched/b", "v");
      await("it goes on").atMost(Duration.ofSeconds(60)).until(() -> recorder.told.contains(last));
      assertThat(recorder.told).startsWith("/watched/a@" + own);
      assertThat(recorder.broken).isEmpty();
      assertThat(recorder.told.indexOf(upTo)).isLessThan(recorder.told.indexOf(last));
    }
  }
}

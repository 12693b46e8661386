package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.testing.NoStore;
import dev.tenure.testing.StoreContract.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who counts what a watch tells keeps nothing for itself. */
final class WatchedStoreTest {

  private final Recorder recorder = new Recorder();
  private final List<StoreException.Kind> counted = new ArrayList<>();
  private Optional<WatchListener> below = Optional.empty();

  @Test
  void allThatAWatchTellsIsPassedOn() {
    WatchedStore store = new WatchedStore(new OneWatch(), new Counter());
    store.watch("/w/", 1, recorder);

    below.orElseThrow().onEvent(new WatchEvent.Deleted("/w/a", 5));
    below.orElseThrow().onProgress(7);
    below
        .orElseThrow()
        .onBroken(new StoreException(StoreException.Kind.UNAVAILABLE, "made to break", null));

    assertThat(recorder.told).containsExactly("/w/a@5", "up to 7", "UNAVAILABLE");
    assertThat(counted).containsExactly(StoreException.Kind.UNAVAILABLE);
  }

  private final class OneWatch extends NoStore {
    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
      below = Optional.of(listener);
      return () -> {};
    }
  }

  private final class Counter implements NodeMeter {
    @Override
    public void onWatchBroken(StoreException.Kind cause) {
      counted.add(cause);
    }
  }
}

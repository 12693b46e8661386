package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.NodeConfig;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalIT {

  private static final NodeConfig CONFIG =
      ConfigLoader.of(Map.of(), Map.of(), "node-1")
          .load(Optional.empty(), List.of())
          .orThrow()
          .node();

  @Test
  void aRehearsalPlaysRunsToTheirEndAndLeavesNoThreadBehind() {
    AtomicInteger pauses = new AtomicInteger();
    assertThat(Rehearsal.play(CONFIG, 2, 2, () -> false, pauses::incrementAndGet)).isTrue();
    assertThat(pauses).hasValue(2);

    // Threads that were told to end are still there for a moment; and the rehearsal of a node that
    // another test has started may still go on.
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("rehearsal")));
  }

  @Test
  void whoLeadsRestsAndGoesOnLater() throws Exception {
    AtomicBoolean leads = new AtomicBoolean(true);
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger pauses = new AtomicInteger();
    CompletableFuture<Boolean> played =
        CompletableFuture.supplyAsync(
            () ->
                Rehearsal.play(
                    CONFIG,
                    1,
                    2,
                    () -> {
                      looks.incrementAndGet();
                      return leads.get();
                    },
                    pauses::incrementAndGet));
    await().atMost(Duration.ofMinutes(2)).until(() -> looks.get() >= 4);
    assertThat(pauses).as("it has played the first term, and nothing since").hasValue(0);
    leads.set(false);
    assertThat(played.get(2, TimeUnit.MINUTES)).isTrue();
    assertThat(pauses).hasValue(2);
  }

  @Test
  void theRealStoreIsReadAndNotWrittenTo() {
    try (RehearsalStore real = new RehearsalStore()) {
      Listing before = real.list("/").toCompletableFuture().join();
      Rehearsal.walk(real, new KeyLayout("/tenure"));
      assertThat(real.list("/").toCompletableFuture().join()).isEqualTo(before);
    }
  }
}

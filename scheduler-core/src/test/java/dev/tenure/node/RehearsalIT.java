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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalIT {

  @Test
  void aRehearsalPlaysRunsToTheirEndAndLeavesNoThreadBehind() {
    AtomicInteger pauses = new AtomicInteger();
    NodeConfig config =
        ConfigLoader.of(Map.of(), Map.of(), "node-1")
            .load(Optional.empty(), List.of())
            .orThrow()
            .node();
    assertThat(Rehearsal.play(config, 2, 2, pauses::incrementAndGet)).isTrue();
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
  void theRealStoreIsReadAndNotWrittenTo() {
    try (RehearsalStore real = new RehearsalStore()) {
      Listing before = real.list("/").toCompletableFuture().join();
      Rehearsal.walk(real, new KeyLayout("/tenure"));
      assertThat(real.list("/").toCompletableFuture().join()).isEqualTo(before);
    }
  }
}

package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalIT {

  @Test
  void aRehearsalPlaysRunsToTheirEndAndLeavesNoThreadBehind() {
    assertThat(Rehearsal.play()).isTrue();

    // Threads that were told to end are still there for a moment.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("rehearsal")));
  }
}

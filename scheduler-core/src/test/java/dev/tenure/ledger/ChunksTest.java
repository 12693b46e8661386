package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which chunks are there, and what went with those that are not. */
class ChunksTest {

  private static final Instant FIRST = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(60);

  private static JobState with(Chunks chunks) {
    return JobState.NONE.sealed(0, 0, chunks);
  }

  @Test
  void whatWasDroppedTellsWhenItsNewestRunEnded() {
    Chunks three = Chunks.NONE.and(5, FIRST).and(9, SECOND).and(12, SECOND.plusSeconds(60));
    assertThat(with(three).droppedSince(with(Chunks.NONE))).isEmpty();
    assertThat(with(three.withoutOldest(1)).droppedSince(with(three))).contains(FIRST);
    assertThat(with(three.withoutOldest(2)).droppedSince(with(three))).contains(SECOND);
    assertThat(with(three).droppedSince(with(three))).isEmpty();
  }
}

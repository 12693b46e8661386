package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of what waits, while much of it turns out to be missed. */
final class DueQueueTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final DueQueue queue = new DueQueue(slot -> {});

  private static Due slot(String job, String trigger, Instant slot) {
    return new Due.OfSlot(
        new JobName(job), new TriggerName(trigger), "e", slot, slot, 5, Optional.empty(), false);
  }

  private static Span before(Instant instant) {
    return Span.until(instant, SkipReason.MISSED);
  }

  private List<String> allMissed() {
    List<String> all = new ArrayList<>();
    for (Optional<Due> due = queue.takeMissed(); due.isPresent(); due = queue.takeMissed()) {
      all.add(due.get().tie());
    }
    return all;
  }

  @Test
  void whatIsFreshGoesFirstThoughTheMissedAreStillBeingMoved() {
    for (int i = 0; i < 1000; i++) {
      queue.put(slot("late-" + i, "late-" + i, NOW.minusSeconds(1000 - i)));
    }
    queue.put(slot("fresh", "fresh", NOW));
    assertThat(queue.miss(before(NOW.minusSeconds(1)))).isEqualTo(1000);
    assertThat(queue.nextAt()).contains(NOW);
    assertThat(queue.take(NOW)).map(Due::tie).contains("fresh");
    assertThat(queue.take(NOW)).isEmpty();
    assertThat(queue.hasMissed()).isTrue();
    assertThat(queue.missSome(1)).isTrue();
    assertThat(queue.takeMissed()).map(Due::tie).contains("late-999");
    while (queue.missSome(100)) {
      assertThat(queue.take(NOW)).isEmpty();
    }
    assertThat(allMissed()).hasSize(999).startsWith("late-998", "late-997").endsWith("late-0");
    assertThat(queue.hasMissed()).isFalse();
  }

  @Test
  void theFreshSlotsOfAJobWithMissedOnesAreThereWhenAllIsMoved() {
    queue.put(slot("j", "old", NOW.minusSeconds(60)));
    queue.put(slot("j", "new", NOW));
    queue.miss(before(NOW.minusSeconds(1)));
    assertThat(queue.missSome(10)).isFalse();
    assertThat(queue.take(NOW)).map(Due::tie).contains("new");
    assertThat(allMissed()).containsExactly("old");
  }

  @Test
  void theSlotsOfAJobThatIsBlockedAreMissedAllTheSame() {
    JobName job = new JobName("j");
    queue.put(slot("j", "old", NOW.minusSeconds(60)));
    queue.job(job, Concurrency.FORBID, 1);
    queue.miss(before(NOW));
    assertThat(queue.takeMissed()).isEmpty();
    queue.job(job, Concurrency.FORBID, 0);
    assertThat(queue.take(NOW)).isEmpty();
    assertThat(allMissed()).containsExactly("old");
  }

  @Test
  void aSecondStretchWaitsForNobody() {
    queue.put(slot("a", "a", NOW.minusSeconds(60)));
    queue.put(slot("b", "b", NOW.minusSeconds(10)));
    queue.put(slot("c", "c", NOW));
    queue.miss(before(NOW.minusSeconds(30)));
    queue.miss(before(NOW.minusSeconds(1)));
    queue.missSome(10);
    assertThat(queue.take(NOW)).map(Due::tie).contains("c");
    assertThat(allMissed()).containsExactly("b", "a");
  }
}

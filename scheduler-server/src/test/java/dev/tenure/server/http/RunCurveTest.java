package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunCurveTest {

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final JobName JOB = new JobName("tick");

  private final RunCurve curve = new RunCurve();

  private void ended(Instant slot, int attempt, RunKind kind, EndState state, long lateMillis) {
    RunId id = RunId.of(new GroupName("default"), JOB, slot.toEpochMilli(), attempt);
    OpenRun run = new OpenRun(id, kind, new Term(1), "node-1", slot, Map.of());
    Instant started = slot.plusMillis(lateMillis);
    curve.onEnded(
        new FinishedRun(
            run,
            state,
            Optional.of(started),
            started.plusMillis(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private void scheduled(Instant slot, long lateMillis) {
    ended(slot, 1, RunKind.SCHEDULED, EndState.SUCCEEDED, lateMillis);
  }

  private List<?> minutes(Instant now) {
    return (List<?>) curve.json(now).get("minutes");
  }

  private static Map<String, Object> minute(String from, long succeeded, long others, long latest) {
    return Map.of(
        "from",
        from,
        "succeeded",
        succeeded,
        "others",
        others,
        "latestMillis",
        Optional.of(latest));
  }

  @Test
  void eachRunCountsInTheMinuteInWhichItEnded() {
    scheduled(NOON, 2);
    scheduled(NOON.plusSeconds(1), 7);
    ended(NOON.plusSeconds(2), 1, RunKind.SCHEDULED, EndState.FAILED, 3);
    scheduled(NOON.plusSeconds(119), 999);
    assertThat(minutes(NOON.plusSeconds(120)))
        .isEqualTo(
            List.of(
                minute("2026-11-28T12:00:00.000Z", 2, 1, 7),
                minute("2026-11-28T12:02:00.000Z", 1, 0, 999)));
  }

  @Test
  void howLateWhatWasNotDueThenBeganDoesNotCount() {
    scheduled(NOON, 2);
    ended(NOON.minusSeconds(600), 1, RunKind.CAUGHT_UP, EndState.SUCCEEDED, 601_000);
    ended(NOON.plusSeconds(3), 2, RunKind.RETRY, EndState.SUCCEEDED, 5000);
    assertThat(minutes(NOON)).isEqualTo(List.of(minute("2026-11-28T12:00:00.000Z", 3, 0, 2)));
  }

  @Test
  void whatIsOldIsForgotten() {
    for (int i = 0; i <= 100; i++) {
      scheduled(NOON.plusSeconds(60L * i), i);
    }
    Instant now = NOON.plusSeconds(6000);
    assertThat(minutes(now)).hasSize(RunCurve.MINUTES);
    scheduled(NOON, 1);
    assertThat(minutes(now)).hasSize(RunCurve.MINUTES);
    assertThat(minutes(now.plusSeconds(1800))).hasSize(1);
    assertThat(minutes(now.plusSeconds(3600))).isEmpty();
  }
}

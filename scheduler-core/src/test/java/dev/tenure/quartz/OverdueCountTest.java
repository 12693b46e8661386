package dev.tenure.quartz;

import static dev.tenure.quartz.DueWorld.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.FixedDefinitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.Written;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quartz.Job;

final class OverdueCountTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MANY = 100_000;

  private final FixedDefinitions definitions = new FixedDefinitions();
  private final Map<JobName, JobState> states = new HashMap<>();
  private final Outlook outlook =
      new Outlook(DueWorld.GROUP, definitions, () -> states, type -> Job.class);
  private final OverdueCount count = new OverdueCount(outlook, definitions);

  private static Instant at(long seconds) {
    return SINCE.plusSeconds(seconds);
  }

  private TriggerSpec every(String name, long seconds, Concurrency concurrency) {
    JobSpec job = job(name, concurrency);
    definitions.put(job);
    TriggerSpec trigger =
        TriggerSpec.of(
                new TriggerName(name),
                job.name(),
                new ScheduleSpec.Every(Duration.ofSeconds(seconds), SINCE),
                SINCE)
            .withIdentity(job.incarnation(), "e1");
    definitions.put(trigger);
    return trigger;
  }

  private void told(TriggerSpec trigger) {
    definitions.put(trigger);
    Kept<TriggerSpec> kept =
        new Kept<>(trigger, 1, 1, new Written(new NodeName("node-1"), Instant.EPOCH));
    count.ofDefinitions().onTrigger(kept, Optional.empty());
  }

  private void accounted(String name, long upTo, List<OpenRun> open) {
    JobName job = new JobName(name);
    JobState after =
        new JobState(
            Map.of(new TriggerName(name), new Cursor(at(upTo), "e1", 1)),
            open,
            List.of(),
            List.of(),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            JobState.NONE.applied());
    JobState before = states.put(job, after);
    count.ofLedger().onChange(job, before == null ? JobState.NONE : before, after);
  }

  private static OpenRun open(String name, long slot) {
    RunId id = RunId.of(DueWorld.GROUP, new JobName(name), at(slot).toEpochMilli(), 1);
    return new OpenRun(id, RunKind.SCHEDULED, new Term(1), "n", at(slot), Map.of());
  }

  @Test
  void onlyWhatHasFallenDueSinceIsLookedAt() {
    for (int i = 0; i < MANY; i++) {
      every("j" + i, 3600 + i, Concurrency.ALLOW);
    }
    assertThat(count.count(at(10))).isZero();
    assertThat(count.looked()).as("the first time").isEqualTo(MANY);

    assertThat(count.count(at(3600))).isZero();
    assertThat(count.looked()).as("nothing has fallen due").isZero();

    assertThat(count.count(at(3605))).isEqualTo(5);
    assertThat(count.looked()).isEqualTo(5);

    accounted("j0", 3600, List.of());
    assertThat(count.count(at(3606))).isEqualTo(5);
    assertThat(count.looked()).as("the five, and one that fell due").isEqualTo(6);
  }

  @Test
  void whatIsPausedOrWaitsForARunIsNotOverdueUntilItGoesOn() {
    TriggerSpec trigger = every("a", 10, Concurrency.ALLOW);
    every("b", 10, Concurrency.FORBID);
    accounted("b", 10, List.of(open("b", 10)));
    assertThat(count.count(at(100))).isEqualTo(1);
    told(trigger.withMode(TriggerMode.PAUSED));
    assertThat(count.count(at(100))).isZero();
    accounted("b", 10, List.of());
    assertThat(count.count(at(100))).isEqualTo(1);
    told(trigger);
    assertThat(count.count(at(100))).isEqualTo(2);
    told(every("new", 10, Concurrency.ALLOW));
    assertThat(count.count(at(100))).isEqualTo(3);
    definitions.remove(new TriggerName("new"));
    assertThat(count.count(at(100))).isEqualTo(2);
  }

  @Test
  void itIsAlwaysWhatALookAtAllWouldFind() {
    Random random = new Random(7);
    long now = 0;
    for (int step = 0; step < 2_000; step++) {
      String name = "j" + random.nextInt(30);
      switch (random.nextInt(4)) {
        case 0 -> told(every(name, 5 + random.nextInt(60), Concurrency.ALLOW));
        case 1 ->
            definitions
                .trigger(new TriggerName(name))
                .ifPresent(
                    kept ->
                        told(
                            kept.value()
                                .withMode(
                                    random.nextBoolean()
                                        ? TriggerMode.PAUSED
                                        : TriggerMode.NORMAL)));
        case 2 -> {
          JobState known = states.getOrDefault(new JobName(name), JobState.NONE);
          Cursor cursor = known.cursors().get(new TriggerName(name));
          long before = cursor == null ? 0 : Duration.between(SINCE, cursor.slot()).toSeconds();
          accounted(name, Math.max(before, now - random.nextInt(20)), List.of());
        }
        default -> now += random.nextInt(10);
      }
      assertThat(count.count(at(now)))
          .as("step %d", step)
          .isEqualTo(outlook.overdue(at(now)).size());
    }
  }
}

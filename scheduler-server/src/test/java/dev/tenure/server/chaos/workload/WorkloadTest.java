package dev.tenure.server.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WorkloadTest {

  private static final Epoch EPOCH =
      new Epoch(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofMinutes(10));
  private static final Stage STAGE = new Stage(Path.of("/witness"), Path.of("/register"));

  private static String file(long seed) {
    return Workload.hocon(Workload.draw(seed, 250, EPOCH, STAGE).files(), STAGE);
  }

  @Test
  void theSameSeedMakesTheSameJobs() {
    assertThat(file(7)).isEqualTo(file(7)).isNotEqualTo(file(8));
    assertThat(Workload.draw(7, 250, EPOCH, STAGE).api())
        .isEqualTo(Workload.draw(7, 250, EPOCH, STAGE).api());
  }

  @Test
  void everyPolicyAndEveryFormOfScheduleIsThere() {
    assertThat(file(1))
        .contains("every = ", "cron = \"0/", "cron = \"H/", "at = [", "spread = ", "start = ")
        .contains("end = ", "calendar = closed", "Europe/Berlin")
        .contains("catch-up = skip", "catch-up = last", "policy = all")
        .contains("concurrency = allow", "concurrency = forbid", "concurrency = replace")
        .contains("on-leader-loss = lose", "on-leader-loss = rerun", "retry = {", "timeout = ")
        .contains("when-stuck = free", "when-stuck = wait", "priority = ")
        .contains(KeepingWitnessJob.class.getName(), "stubborn = true");
  }

  @Test
  void twoCoresCanBearIt() {
    List<Double> rates =
        LongStream.range(0, 50)
            .mapToObj(seed -> Workload.draw(seed, 250, EPOCH, STAGE).rate())
            .toList();
    assertThat(rates).allMatch(rate -> rate > 40 && rate < 150);
  }
}

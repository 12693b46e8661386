package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of elections under seeded faults. A failure names its seed; {@code
 * -Dtenure.sim.seed=<seed>} runs that one alone, {@code -Dtenure.sim.seeds=<count>} runs more.
 */
class ElectionSimTest {

  private static final int SEEDS = Integer.getInteger("tenure.sim.seeds", 600);
  private static final Long ONE = Long.getLong("tenure.sim.seed");

  @Test
  void noScheduleOfFaultsBreaksAnElection() {
    long leaderships = 0;
    long evictions = 0;
    for (long seed = ONE == null ? 0 : ONE; seed < (ONE == null ? SEEDS : ONE + 1); seed++) {
      ElectionSimulation simulation = new ElectionSimulation(seed);
      simulation.run();
      assertThat(simulation.breaches()).as("seed %d", seed).isEmpty();
      leaderships += simulation.leaderships();
      evictions += simulation.evictions();
    }
    assertThat(leaderships).as("the faults must really move the leadership").isGreaterThan(SEEDS);
    assertThat(evictions).as("crashes must be noticed by others").isGreaterThan(SEEDS / 2);
  }

  @Test
  void leasesThatEndBeforeTheirTimeAreCaught() {
    // The simulation itself is on trial: a store that breaks its word must show.
    long caught =
        LongStream.range(0, 40)
            .filter(
                seed -> {
                  ElectionSimulation simulation =
                      new ElectionSimulation(seed, Duration.ofSeconds(2));
                  simulation.run();
                  return !simulation.breaches().isEmpty();
                })
            .count();
    assertThat(caught).isPositive();
  }
}

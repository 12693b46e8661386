package dev.tenure.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many nodes' changes under seeded faults. {@code -Dtenure.sim.seed=<seed>} runs one alone, {@code
 * -Dtenure.sim.seeds=<count>} runs more.
 */
final class DefinitionsSimTest {

  private static final int SEEDS = Integer.getInteger("tenure.sim.seeds", 200);

  static LongStream seeds() {
    Long one = Long.getLong("tenure.sim.seed");
    return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nodesThatChangeTheSameThingsLoseNothingAndAgree(long seed) {
    DefinitionsSimulation simulation = new DefinitionsSimulation(seed);

    assertThat(simulation.run()).as("seed %d", seed).isEmpty();
    assertThat(simulation.changed()).isGreaterThan(20);
  }
}

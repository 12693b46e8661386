package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A thousand ledgers under seeded faults. A failure names its seed; {@code
 * -Dtenure.sim.seed=<seed>} runs that one alone, {@code -Dtenure.sim.seeds=<count>} runs more.
 */
class LedgerSimTest {

  private static final int SEEDS = Integer.getInteger("tenure.sim.seeds", 1000);
  private static final Long ONE = Long.getLong("tenure.sim.seed");

  private final Logger log = (Logger) LoggerFactory.getLogger("dev.tenure");
  private Level before;

  @BeforeEach
  void expectTrouble() {
    before = log.getLevel();
    log.setLevel(ONE == null ? Level.OFF : Level.DEBUG);
  }

  @AfterEach
  void listenAgain() {
    log.setLevel(before);
  }

  @Test
  void noScheduleOfFaultsLosesOrDoublesASlot() {
    long claims = 0;
    long lost = 0;
    long reruns = 0;
    long retries = 0;
    long folds = 0;
    long sealed = 0;
    long handOvers = 0;
    long finished = 0;
    long interrupts = 0;
    for (long seed = ONE == null ? 0 : ONE; seed < (ONE == null ? SEEDS : ONE + 1); seed++) {
      LedgerSimulation simulation = new LedgerSimulation(seed);
      simulation.run();
      assertThat(simulation.breaches()).as("seed %d", seed).isEmpty();
      claims += simulation.truth().claims();
      lost += simulation.truth().lost();
      reruns += simulation.truth().reruns();
      retries += simulation.truth().retries();
      folds += simulation.truth().folds();
      sealed += simulation.truth().sealed();
      handOvers += simulation.truth().handOvers();
      finished += simulation.truth().finished();
      interrupts += simulation.truth().interrupts();
    }
    if (ONE == null) {
      assertThat(claims).as("runs").isGreaterThan(SEEDS * 30L);
      assertThat(lost).as("runs that were cut off").isGreaterThan(SEEDS);
      assertThat(reruns).as("runs of lost runs").isGreaterThan(SEEDS / 4);
      assertThat(retries).as("retries").isGreaterThan(SEEDS);
      assertThat(folds).as("folds").isGreaterThan(SEEDS);
      assertThat(sealed).as("chunks").isGreaterThan(SEEDS / 4);
      assertThat(handOvers).as("terms handed over with runs").isGreaterThan(SEEDS / 2);
      assertThat(finished).as("runs that ended after their term").isGreaterThan(SEEDS / 2);
      assertThat(interrupts).as("interrupts of such runs").isGreaterThan(SEEDS / 20);
    }
  }
}

package dev.tenure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.SkipReason;
import dev.tenure.schedule.Grids;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What the judging costs, in looks at a grid. */
class CostTest {

  @Test
  void aMillionSlotsInOneRangeCostNoMoreThanACount() {
    Tale tale = quiet();
    tale.taken = 10_000_010;
    tale.skip(10, 10_000_000, 1_000_000, SkipReason.MISSED, 10_000_001);
    Verdict verdict = tale.verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.slots()).isEqualTo(1_000_000);
    assertThat(verdict.steps()).isLessThan(1_000_100);
  }

  @Test
  void aHundredThousandRunsCostTwoLooksEach() {
    Tale tale = quiet();
    int runs = 100_000;
    tale.taken = 10.0 * runs + 11;
    tale.runs(10, 10.0 * runs);
    Verdict verdict = tale.verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.slots()).isEqualTo(runs);
    assertThat(verdict.steps()).isLessThan(2L * runs + 100);
  }

  @Test
  void aHoleOfYearsIsCountedForAWhileOnly() {
    Tale tale = quiet();
    tale.eras.clear();
    tale.eras.add(
        new Era(
            0,
            Tale.T0,
            "files",
            Tale.T0,
            Grids.cron("* * * * * ?", ZoneOffset.UTC),
            Era.Standing.RUNS));
    double years = Duration.ofDays(3650).toSeconds();
    tale.taken = years;
    tale.claim(years - 1, years - 1);
    assertThat(tale.verdict().count(Tally.MISSED)).isEqualTo(10_000);
    assertThat(tale.verdict().findings().get(0).sentence()).contains("at least 10000");
  }

  private static Tale quiet() {
    Tale tale = new Tale();
    tale.witnessed = false;
    return tale;
  }
}

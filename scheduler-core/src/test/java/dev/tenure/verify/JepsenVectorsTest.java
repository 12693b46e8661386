package dev.tenure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The reference cases of Jepsen's checker of schedulers: three slots a minute apart, and runs that
 * may begin some seconds late. There a run without an end satisfies nothing, and a run too many is
 * only mentioned; here a slot that is claimed is accounted for, and a run of no slot is a finding.
 */
class JepsenVectorsTest {

  private static Tale tale(double readAt) {
    Tale tale = new Tale();
    tale.eras.clear();
    tale.eras.add(
        new Era(
            0,
            Tale.T0,
            "files",
            Tale.T0.minusMillis(1),
            Grids.of(new ScheduleSpec.Repeat(Tale.T0, Duration.ofSeconds(60), 2)),
            Era.Standing.RUNS));
    tale.from = -1;
    tale.taken = readAt;
    return tale;
  }

  @Test
  void allTargetsAreMet() {
    Tale tale = tale(300).run(0, 3, 1).run(60, 65, 1).run(120, 127, 1);
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aRunTooManyIsStray() {
    Tale tale = tale(300).run(0, 3, 1).run(60, 65, 1).run(120, 127, 1).run(180);
    assertThat(tale.verdict().findings())
        .extracting(Finding::breach)
        .containsExactly(Breach.OFF_GRID);
  }

  @Test
  void theSecondTargetIsUnmet() {
    Tale tale = tale(300).run(0, 3, 1).run(120, 127, 1);
    assertThat(tale.verdict().findings())
        .extracting(Finding::breach)
        .containsExactly(Breach.MISSED);
    assertThat(tale.verdict().findings().get(0).slot()).contains(Tale.at(60));
  }

  @Test
  void anEarlyReadJudgesTheFirstTargetOnly() {
    assertThat(tale(70).run(0, 3, 1).verdict().findings()).isEmpty();
    assertThat(tale(70).verdict().findings())
        .extracting(Finding::breach)
        .containsExactly(Breach.OVERDUE);
    assertThat(tale(70).verdict().count(Tally.UNACCOUNTED)).isEqualTo(1);
  }
}

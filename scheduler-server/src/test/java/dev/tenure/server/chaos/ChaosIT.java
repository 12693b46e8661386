package dev.tenure.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short form of {@code ./tenure chaos}: the same jobs, edits and faults in each build, so that
 * a failure is of the change that was built. Other seeds are what {@code ./tenure chaos} draws, and
 * {@code -Dtenure.chaos.seed=N} asks this form for. A failure prints the command that repeats it.
 */
final class ChaosIT {

  private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("tenure.chaos.seconds", 100));

  /** The seed that once found slots which ran twice. */
  private static final long SEED = Long.getLong("tenure.chaos.seed", 353987);

  @TempDir private Path folder;

  @Test
  void everySlotOfEveryJobIsAccountedForWhateverGoesWrong() throws Exception {
    TrialOptions options =
        new TrialOptions(LENGTH, SEED, FaultKind.all(), 3, 150, Path.of("target", "chaos-report"));
    log.info("to repeat it: {}", options.command());
    Outcome outcome = new Trial(options, folder, log::info).run();
    Path report = Report.write(outcome);
    if (!outcome.good()) {
      Report.keep(outcome, folder);
    }
    log.info("{}\n{}", Figures.of(outcome).summary(outcome), outcome.verdict());
    String how = "report: %s, to repeat it: %s".formatted(report, options.command());
    assertThat(outcome.troubles()).as(how).isEmpty();
    assertThat(outcome.verdict().findings()).as(how).isEmpty();
    assertThat(outcome.verdict().slots()).as(how).isGreaterThan(1000);
    assertThat(Figures.of(outcome).injected()).as(how).isPositive();
  }
}

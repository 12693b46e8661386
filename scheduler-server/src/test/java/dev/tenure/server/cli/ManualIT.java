package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages of the distribution. */
final class ManualIT {

  @TempDir private Path folder;

  @Test
  void theDistributionHasAPageForEachCommand() throws Exception {
    Path pages = Launched.home().resolve("share/man/man1");
    assertThat(pages.resolve("tenure.1")).content().contains("Tenure 0.1.0");
    TenureCommand.commandLine(
            (http, view) -> {
              throw new IllegalStateException("no node is started here");
            })
        .getSubcommands()
        .values()
        .stream()
        .map(command -> command.getCommandSpec())
        .filter(spec -> !spec.usageMessage().hidden())
        .forEach(
            spec -> assertThat(pages.resolve("tenure-" + spec.name() + ".1")).isNotEmptyFile());
    try (Launched help = Launched.tenure(folder, Map.of(), "help", "trigger")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.output()).contains("tenure-trigger - ", "EXIT STATUS", "EXAMPLES");
    }
  }
}

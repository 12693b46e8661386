package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each command explains itself, and is in the manual. */
final class CommandsTest {

  private static CommandLine tenure() {
    return TenureCommand.commandLine(
        (http, view) -> {
          throw new IllegalStateException("no node is started here");
        });
  }

  private static Map<String, CommandLine> commands() {
    return tenure().getSubcommands();
  }

  @Test
  void eachCommandIsInTheManual() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "cli.md"));
    assertThat(commands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(manual).contains("`tenure " + name));
  }

  @Test
  void eachCommandSaysWhatItDoes() {
    commands()
        .forEach(
            (name, command) -> {
              String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
              assertThat(command.getCommandSpec().usageMessage().description())
                  .as(name)
                  .isNotEmpty();
              assertThat(help).as(name).contains("Usage: tenure " + name).contains("--help");
            });
  }

  @Test
  void theManualHasTheExitCodesOfTheProgram() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "cli.md"));
    tenure()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach(
            (code, meaning) -> assertThat(manual).as(code).contains("| " + code.strip() + " | "));
  }
}

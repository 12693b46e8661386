package dev.tenure.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenure help}: the manual page of a command. */
@Command(
    name = "help",
    description = {
      "Show the manual page of a command, or of the program. In the distribution the same pages",
      "are in share/man, for `man`."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure help", "  tenure help trigger"})
final class HelpCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command.")
  private @Nullable String command;

  private final NodeFace face;

  HelpCommand(NodeFace face) {
    this.face = face;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    CommandLine tenure = TenureCommand.commandLine(face);
    CommandLine meant = command == null ? tenure : tenure.getSubcommands().get(command);
    if (meant == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no command \"" + command + "\"",
          "one of " + String.join(", ", tenure.getSubcommands().keySet()),
          null);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(ManualText.of(ManualPage.of(meant)));
    out.flush();
    return ExitCode.OK;
  }
}

package dev.tenure.server.cli;

import dev.tenure.config.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code tenure}: the command that holds the others. */
@Command(
    name = "tenure",
    description = "A distributed job scheduler: an elected leader on etcd runs the jobs.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:the operation failed; of `verify` and `apply --dry-run`: something was found",
      "2:wrong usage, or a configuration that cannot be used",
      "3:etcd, or the node that was asked, cannot be reached",
      "4:there is no such job, run or group; of `tenure node`: it must be started anew",
      "5:refused, because something is not as the command expects it; nothing was changed",
      "6:not allowed: the node wants a token, another one, or one that may do more"
    })
public final class TenureCommand {

  private TenureCommand() {}

  /**
   * Runs the command that the arguments name; blocks until it is done; answers its exit code.
   *
   * @param face what shows a node to the outside
   */
  public static int execute(NodeFace face, String... args) {
    return commandLine(face, args.length == 0 ? "" : args[0]).execute(args);
  }

  /**
   * Writes a manual page for the program and for each of its commands, as {@code man} reads them.
   *
   * @param folder where to; made where it is not there
   */
  public static void writeManual(NodeFace face, Path folder, String version) throws IOException {
    Files.createDirectories(folder);
    CommandLine tenure = commandLine(face);
    List<CommandLine> all = new ArrayList<>(List.of(tenure));
    ManualPage.shown(tenure.getCommandSpec()).forEach(spec -> all.add(spec.commandLine()));
    for (CommandLine command : all) {
      ManualPage page = ManualPage.of(command);
      Files.writeString(folder.resolve(page.name() + ".1"), ManualRoff.of(page, version));
    }
  }

  /** With all commands. */
  static CommandLine commandLine(NodeFace face) {
    return commandLine(face, "");
  }

  private static CommandLine commandLine(NodeFace face, String wanted) {
    CommandLine tenure = new CommandLine(new TenureCommand());
    new Commands(face).addTo(tenure, wanted);
    return tenure
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, args) -> reportUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, command));
  }

  private static int reportUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("hint: `" + command.getCommandSpec().qualifiedName() + " --help` says more");
    return ExitCode.USAGE;
  }

  private static int report(Exception e, CommandLine command) throws Exception {
    if (e instanceof InvalidConfigException invalid) {
      invalid.problems().forEach(command.getErr()::println);
      return ExitCode.USAGE;
    }
    if (!(e instanceof CommandFailure failure)) {
      throw e;
    }
    PrintWriter err = command.getErr();
    err.println("error: " + failure.getMessage());
    if (!failure.hint().isEmpty()) {
      err.println("hint: " + failure.hint());
    }
    return failure.exitCode();
  }
}

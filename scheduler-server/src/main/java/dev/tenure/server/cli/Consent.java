package dev.tenure.server.cli;

import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something is done that cannot be undone. */
final class Consent {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where there is no terminal to ask on.")
  private boolean given;

  /** Returns if it may be done; else the command ends with nothing changed. */
  @SuppressWarnings("SystemConsoleNull") // a newer JDK's without a terminal reads nothing: refused
  void ask(String question) {
    if (given) {
      return;
    }
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          question + " Nobody can be asked here, so nothing was done",
          "say --yes if it shall be done",
          null);
    }
    String reply = console.readLine("%s [y/N] ", question);
    if (reply == null || !reply.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new CommandFailure(ExitCode.FAILED, "nothing was done", "", null);
    }
  }
}

package dev.tenure.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenure completion}: a script that lets a shell complete what is typed. */
@Command(
    name = "completion",
    description = "Print a script with which a shell completes commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(tenure completion bash)",
      "  tenure completion bash > /etc/bash_completion.d/tenure",
      "  source <(tenure completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {

  private enum Shell {
    BASH,
    ZSH
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of: bash, zsh.")
  private Shell shell = Shell.BASH;

  private final NodeFace face;

  CompletionCommand(NodeFace face) {
    this.face = face;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    PrintWriter out = spec.commandLine().getOut();
    // The same script for both: where there is zsh it turns on the functions of bash by itself,
    // but not before compinit has been called.
    if (shell == Shell.ZSH) {
      out.println("autoload -Uz compinit && compinit");
    }
    out.print(AutoComplete.bash("tenure", TenureCommand.commandLine(face)));
    out.flush();
    return ExitCode.OK;
  }
}

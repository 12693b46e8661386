package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenure check}: finds what is wrong with the configuration without starting anything. */
@Command(
    name = "check",
    description = {
      "Validate node and job files without starting anything. All problems are",
      "printed, one per line as `FILE:LINE: PATH: what is wrong; what is allowed`."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure check", "  tenure check conf/tenure.conf --effective"})
final class CheckCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILES",
      description = "Node and job files. Default: conf/tenure.conf and the files that it names.")
  private List<Path> files = List.of();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "One more of them, spelled as for `tenure node`; may be repeated.")
  private List<Path> configs = List.of();

  @Option(
      names = "--effective",
      description = "Print the settings in force and where each comes from; secrets are masked.")
  private boolean effective;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    ConfigLoader loader = ConfigLoader.system();
    List<Path> named = Stream.concat(configs.stream(), files.stream()).toList();
    Configuration configuration =
        Checked.orThrow(
            named.isEmpty() ? loader.load(ConfigOption.defaultFile()) : loader.loadAny(named));
    PrintWriter out = spec.commandLine().getOut();
    if (effective) {
      out.println(configuration.effective().stripTrailing());
    }
    out.printf(
        "ok: %d jobs, node %s in %s%n",
        configuration.jobs().size(), configuration.node().name(), configuration.node().groups());
    out.flush();
    return ExitCode.OK;
  }
}

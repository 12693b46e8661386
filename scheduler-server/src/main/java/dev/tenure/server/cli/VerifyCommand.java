package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.NodeConfig;
import dev.tenure.model.GroupName;
import dev.tenure.node.LedgerCheck;
import dev.tenure.store.StoreException;
import dev.tenure.verify.GroupVerdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tenure verify}: holds the ledger of a live cluster against what was to run. */
@Command(
    name = "verify",
    description = {
      "Read the ledger from etcd and count what must not be: slots that were missed, runs that",
      "were doubled, and what nobody accounts for. Asks no node, works when none is running, and",
      "writes nothing. Exit code 0 if all three are 0, 1 if not, or if there was nothing to read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure verify",
      "  tenure verify --config /etc/tenure/tenure.conf --group default -o json"
    })
final class VerifyCommand implements Callable<Integer> {

  private enum Output {
    TABLE,
    JSON
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = NextCommand.InstantConverter.class,
      description = "Judge slots after it, such as 2026-03-28T00:00:00Z. Default: all that can be.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      converter = NextCommand.InstantConverter.class,
      description = "Judge slots up to it. Default: now.")
  private @Nullable Instant to;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "Only this group. Default: all groups of the configuration.")
  private @Nullable String group;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The file of a node of the cluster. Default: tenure.conf in the folder conf.")
  private @Nullable Path config;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TABLE;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    if (from != null && to != null && to.isBefore(from)) {
      throw usage("--to " + to + " is before --from " + from, "");
    }
    Path file = config == null ? ConfigOption.defaultFile() : config;
    NodeConfig node = ConfigLoader.system().load(file).orThrow().node();
    List<GroupVerdict> verdicts = verdicts(node, groups(node));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output == Output.JSON
            ? VerdictText.json(verdicts) + System.lineSeparator()
            : VerdictText.table(verdicts));
    out.flush();
    requireSomething(verdicts, node.etcd().root());
    boolean good = verdicts.stream().allMatch(verdict -> verdict.verdict().isGood());
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Whoever looks in the wrong place must not be told that all is well. */
  private static void requireSomething(List<GroupVerdict> verdicts, String root) {
    List<GroupName> empty =
        verdicts.stream().filter(VerifyCommand::isEmpty).map(GroupVerdict::group).toList();
    if (!empty.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "nothing could be verified of %s below %s: no job, no run, and nobody leads"
              .formatted(empty, root),
          "tenure.etcd.root and tenure.groups say where to look; --config names another file",
          null);
    }
  }

  private static boolean isEmpty(GroupVerdict of) {
    return of.jobs() == 0
        && of.leader().isEmpty()
        && of.verdict().isGood()
        && of.verdict().slots() == 0
        && of.verdict().runs() == 0;
  }

  private List<GroupName> groups(NodeConfig node) {
    List<GroupName> all = List.copyOf(node.groups());
    if (group == null) {
      return all;
    }
    List<GroupName> found = all.stream().filter(one -> one.value().equals(group)).toList();
    if (found.isEmpty()) {
      throw usage("no group \"" + group + "\" in the configuration", "known: " + all);
    }
    return found;
  }

  private List<GroupVerdict> verdicts(NodeConfig node, List<GroupName> groups) {
    try {
      return LedgerCheck.check(node, groups, Optional.ofNullable(from), Optional.ofNullable(to));
    } catch (StoreException e) {
      boolean away = e.kind() == StoreException.Kind.UNAVAILABLE;
      throw new CommandFailure(
          away ? ExitCode.UNREACHABLE : ExitCode.FAILED,
          String.valueOf(e.getMessage()),
          away ? "tenure.etcd.endpoints says where it is" : "tenure.etcd says as whom to ask",
          e);
    }
  }

  private static CommandFailure usage(String what, String hint) {
    return new CommandFailure(ExitCode.USAGE, what, hint, null);
  }
}

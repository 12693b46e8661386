package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenure etcd}: the etcd behind the cluster. */
@Command(
    name = "etcd",
    description = "List the members of etcd, as the node that is asked reaches them.",
    footerHeading = "%nExample:%n",
    footer = "  tenure etcd")
final class EtcdCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    node.print(node.client().get("/v1/etcd"), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    Table table = new Table("MEMBER", "ADDRESS", "LEADS", "VERSION", "DATABASE", "LATENCY");
    for (JsonObject member : answer.objects("members")) {
      if (member.requiredBool("reached")) {
        table.row(
            Cell.of(member, "member"),
            Cell.of(member, "address"),
            member.requiredBool("leads") ? "yes" : "-",
            Cell.of(member, "version"),
            "%,d KiB".formatted(member.requiredNumber("databaseBytes") / 1024),
            String.format(
                Locale.ROOT, "%.1f ms", Double.parseDouble(Cell.of(member, "latencyMillis"))));
      } else {
        table.row(
            Cell.of(member, "member"), Cell.of(member, "address"), "-", "not reached", "-", "-");
      }
    }
    return table.in(node.ink());
  }
}

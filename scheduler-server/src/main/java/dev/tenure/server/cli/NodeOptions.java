package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that ask a node have in common: whom they ask, and how they print. */
final class NodeOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      split = ",",
      defaultValue = "${env:TENURE_SERVER:-127.0.0.1:7070,127.0.0.1:7071}",
      description = {
        "The node to ask, HOST:PORT or https://HOST:PORT; of several, the first that answers.",
        "Also read from TENURE_SERVER.",
        "Default: 127.0.0.1:7070, then 127.0.0.1:7071 (the first node of `tenure dev`)."
      })
  private List<String> servers = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "A file with the token that a node asks for, and nothing else. Also read from",
        "TENURE_TOKEN_FILE; the token itself from TENURE_TOKEN."
      })
  private @Nullable Path tokenFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table, json (as the node answers) or yaml. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TABLE;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "For https://: PEM certificates of authorities to trust, beside those of the JVM.",
        "Also read from TENURE_CA."
      })
  private @Nullable Path authorities;

  private @Nullable NodeClient asked;

  List<String> servers() {
    String named = System.getenv("TENURE_CA");
    if (authorities != null) {
      NodeTrust.install(authorities);
    } else if (named != null && !named.isEmpty()) {
      NodeTrust.install(Path.of(named));
    }
    return servers;
  }

  /** A client of the first node that answers; blocks until one does or none is left. */
  NodeClient client() {
    NodeClient client = NodeClient.firstOf(servers(), credential());
    asked = client;
    return client;
  }

  /** What is shown to nodes; reads a file, if one is named. */
  Credential credential() {
    return Credential.of(Optional.ofNullable(tokenFile), System.getenv());
  }

  Output output() {
    return output;
  }

  PrintWriter out() {
    return command().getOut();
  }

  PrintWriter err() {
    return command().getErr();
  }

  /** Whether colours may be used: on a terminal, and unless NO_COLOR is set. */
  Ink ink() {
    return Ansi.AUTO.enabled() ? Ink.COLOURED : Ink.PLAIN;
  }

  /** Prints an answer, as it is or for people. */
  void print(NodeAnswer answer, Function<JsonObject, String> table) {
    print(answer.body(), table);
  }

  /** Prints a JSON object, as it is or for people. */
  void print(String json, Function<JsonObject, String> table) {
    PrintWriter out = out();
    switch (output) {
      case JSON -> out.println(json);
      case YAML -> out.print(Yaml.of(JsonObject.parse(json).members()));
      case TABLE -> out.print(table.apply(JsonObject.parse(json)));
    }
    out.flush();
    tellSilence();
  }

  /** Says, beside what is printed, when it is old because etcd does not answer the node. */
  void tellSilence() {
    Optional<Instant> since = asked == null ? Optional.empty() : asked.silentSince();
    if (since.isPresent()) {
      RelativeTime time = RelativeTime.ofNow();
      err()
          .printf(
              "warning: etcd does not answer %s; this is what it knew at %s, %s. Nothing is started"
                  + " until etcd answers.%n",
              asked == null ? "the node" : asked.base(), since.get(), time.of(since));
      err().flush();
    }
  }

  private picocli.CommandLine command() {
    if (command == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    return command.commandLine();
  }
}

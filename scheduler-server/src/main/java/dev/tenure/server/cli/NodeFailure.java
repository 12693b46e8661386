package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.Optional;

/** What a problem that a node answered means for a command. */
final class NodeFailure {

  private NodeFailure() {}

  /** The end of the command that got this answer. */
  static CommandFailure of(NodeAnswer answer) {
    Optional<JsonObject> problem = JsonObject.find(answer.body());
    StringBuilder text =
        new StringBuilder(
            problem
                .flatMap(json -> json.text("detail"))
                .orElse(answer.server() + " answered HTTP " + answer.status()));
    problem.ifPresent(
        json ->
            json.objects("problems")
                .forEach(
                    each ->
                        text.append(System.lineSeparator())
                            .append("  ")
                            .append(each.text("path").orElse(""))
                            .append(": ")
                            .append(each.text("problem").orElse(""))));
    String code = problem.flatMap(json -> json.text("code")).orElse("");
    return new CommandFailure(exitCode(answer.status(), code), text.toString(), hint(code), null);
  }

  private static int exitCode(int status, String code) {
    if (code.equals("too-many-wrong-tokens")) {
      return ExitCode.DENIED;
    }
    return switch (status) {
      case 400, 413, 415, 422 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.REFUSED;
      case 429, 503 -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILED;
    };
  }

  private static String hint(String code) {
    return switch (code) {
      case "no-such-job" -> "`tenure jobs` lists the jobs";
      case "no-such-group" -> "`tenure groups` lists the groups of a node; --server asks another";
      case "no-such-node" -> "`tenure nodes` lists the nodes";
      case "last-node" -> "start another node first, or say --force";
      case "no-such-run" -> "`tenure runs` lists the runs that are kept";
      case "log-out-of-reach" ->
          "`tenure nodes` shows who is there; `tenure run` shows how it ended";
      case "not-running" -> "`tenure runs --state STARTED` lists what runs";
      case "no-leader" -> "`tenure groups` shows who could lead; start a node, or wait a moment";
      case "of-job-files" -> "change it in the job files; the leader applies them";
      case "changed-meanwhile", "exists" -> "look at what is there now, and repeat the command";
      case "starting", "draining", "too-many-streams" -> "ask another node with --server";
      case "too-many-requests" ->
          "repeat the command in a moment, or ask another node with --server";
      case "etcd-unreachable" -> "is etcd running? `tenure status` shows its endpoints";
      case "unauthenticated" -> "name a file with a token by --token-file, or see TENURE_TOKEN";
      case "wrong-token", "token-expired" -> "`tenure token` makes a new one";
      case "too-many-wrong-tokens" -> "wait, and look at what --token-file and TENURE_TOKEN hold";
      case "role-too-low" -> "use a token of that role, or ask somebody who has one";
      case "not-allowed" -> "docs/security.md says what a node allows, and how that is changed";
      case "wrong-host" -> "ask for it by the address that the node listens on";
      case "no-such-path" ->
          "is the node older than this program? `tenure status` shows its version";
      default -> "";
    };
  }
}

package dev.tenure.server.http;

import dev.tenure.definition.Actor;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.Asking;
import dev.tenure.node.GroupFace;
import dev.tenure.node.TenureNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The groups and jobs that requests name. Each method throws {@link Refusal} for what is not there.
 *
 * @param view the node behind the interface
 */
record Cluster(NodeView view) {

  TenureNode node() {
    return view.node().orElseThrow(() -> new Refusal(starting()));
  }

  static Problem starting() {
    return Problem.unavailable("starting", "the node has not reached etcd yet; ask again soon");
  }

  /** What the one who sent the request can ask of the group; the audit trail notes it. */
  Asking asking(Request request, GroupFace group) {
    return group.by(who(request), actor(request));
  }

  /** Who sent the request, for people. */
  String who(Request request) {
    Caller caller = request.caller();
    String name = caller.name().equals(Caller.ANONYMOUS) ? "" : caller.name() + " over ";
    return name + "HTTP at " + node().name();
  }

  /** Whom the audit trail names. */
  static Optional<Actor> actor(Request request) {
    Caller caller = request.caller();
    return Optional.of(new Actor(caller.name(), caller.role().word(), caller.peer().address()));
  }

  List<GroupFace> groups() {
    TenureNode node = node();
    return node.groups().stream().flatMap(name -> node.group(name).stream()).toList();
  }

  GroupFace group(Request request) {
    return group(request.part("group"));
  }

  GroupFace group(String name) {
    TenureNode node = node();
    return node.groups().stream()
        .filter(group -> group.value().equals(name))
        .findFirst()
        .flatMap(node::group)
        .orElseThrow(() -> noSuchGroup(node, name));
  }

  private static Refusal noSuchGroup(TenureNode node, String name) {
    return new Refusal(
        Problem.notFound(
            "no-such-group",
            "this node does not stand in group \""
                + name
                + "\"; it stands in "
                + node.groups().stream().map(GroupName::value).collect(Collectors.joining(", "))));
  }

  /** The job that the path names, which may be defined or not. */
  static JobName jobName(Request request) {
    try {
      return new JobName(request.part("job"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.badRequest(String.valueOf(e.getMessage())));
    }
  }

  static Kept<JobSpec> job(GroupFace group, JobName name) {
    return group.definitions().job(name).orElseThrow(() -> new Refusal(noSuchJob(group, name)));
  }

  static Problem noSuchJob(GroupFace group, JobName name) {
    return Problem.notFound(
        "no-such-job", "group " + group.group() + " has no job " + name + "; see /v1/jobs");
  }
}

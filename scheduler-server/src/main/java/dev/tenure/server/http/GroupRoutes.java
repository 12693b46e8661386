package dev.tenure.server.http;

import dev.tenure.json.JsonObject;
import dev.tenure.model.NodeName;
import dev.tenure.node.Drain;
import dev.tenure.node.GroupFace;
import dev.tenure.node.Members;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.SeenTerm;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The cluster's nodes, and its groups as a whole. */
final class GroupRoutes {

  private static final Members NOBODY = new Members(List.of(), Map.of(), Map.of());

  private final Cluster cluster;
  private final Figures figures;

  GroupRoutes(Cluster cluster, Figures figures) {
    this.cluster = cluster;
    this.figures = figures;
  }

  List<Route> routes() {
    return List.of(
        Route.getLater("/v1/nodes", this::nodes),
        Route.change("POST", "/v1/nodes/{node}/drain", this::drain),
        Route.change("POST", "/v1/nodes/{node}/undrain", this::undrain),
        Route.getLater("/v1/groups", this::groups),
        Route.getLater("/v1/groups/{group}", this::group),
        Route.change("POST", "/v1/groups/{group}/resign", this::resign));
  }

  private CompletionStage<Response> nodes(Request request) {
    return cluster
        .node()
        .members()
        .thenApply(members -> Response.json(nodes(members)))
        .exceptionally(JobRoutes::unreadable);
  }

  private static Map<String, Object> nodes(Members members) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("nodes", members.nodes().stream().map(GroupRoutes::node).toList());
    json.put(
        "drained",
        members.drained().entrySet().stream()
            .map(one -> drained(one.getKey(), one.getValue()))
            .toList());
    return json;
  }

  private static Map<String, Object> drained(String node, Drain drain) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", node);
    json.put("by", drain.by());
    json.put("since", Times.text(drain.since()));
    return json;
  }

  private CompletionStage<Response> drain(Request request) {
    boolean force = force(request.json(Set.of("force")));
    return cluster
        .node()
        .drains()
        .drain(node(request), cluster.who(request), Cluster.actor(request), force)
        .thenApply(asked -> Answers.of(asked, 200));
  }

  private static boolean force(JsonObject body) {
    if (body.has("force") && body.bool("force").isEmpty()) {
      throw new Refusal(Problem.badRequest("the member \"force\" must be true or false"));
    }
    return body.bool("force").orElse(false);
  }

  private CompletionStage<Response> undrain(Request request) {
    request.json(Set.of());
    return cluster
        .node()
        .drains()
        .undrain(node(request), Cluster.actor(request))
        .thenApply(asked -> Answers.of(asked, 200));
  }

  private static NodeName node(Request request) {
    try {
      return new NodeName(request.part("node"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Object> node(Members.Member member) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", member.node());
    json.put("address", member.address());
    json.put("pid", member.pid());
    json.put("version", member.version());
    json.put("groups", member.groups().stream().map(GroupRoutes::stand).toList());
    json.put("running", member.running());
    return json;
  }

  private static Map<String, Object> stand(Members.Stand stand) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", stand.group().value());
    json.put("state", stand.place() == 1 ? "LEADER" : "FOLLOWER");
    json.put("place", stand.place());
    return json;
  }

  private CompletionStage<Response> groups(Request request) {
    List<GroupFace> groups = cluster.groups();
    return members()
        .thenApply(
            members ->
                Response.json(
                    Map.of("groups", groups.stream().map(g -> group(g, members)).toList())));
  }

  private CompletionStage<Response> group(Request request) {
    GroupFace group = cluster.group(request);
    return members()
        .thenCombine(
            cluster.node().leaseLeft(group.group()),
            (members, lease) -> {
              Map<String, Object> json = group(group, members);
              json.put("leaseMillis", lease.map(Duration::toMillis));
              json.put("terms", group.terms().stream().map(GroupRoutes::term).toList());
              return Answers.asOf(group.ledgerRevision(), Response.json(json));
            });
  }

  /** What this node knows by itself is worth showing while etcd is silent. */
  private CompletionStage<Members> members() {
    return cluster.node().members().exceptionally(e -> NOBODY);
  }

  private Map<String, Object> group(GroupFace group, Members members) {
    NodeStatus.Group status = group.status();
    Figures.OfGroup numbers = figures.of(group, Instant.now());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.group().value());
    json.put("state", status.state().name());
    json.put("leader", status.leader().map(GroupRoutes::leader));
    json.put(
        "queue",
        members.queues().getOrDefault(group.group(), List.of()).stream()
            .map(GroupRoutes::waiting)
            .toList());
    json.put("jobs", numbers.jobs());
    json.put("paused", numbers.paused());
    json.put("running", numbers.running());
    json.put("overdue", numbers.overdue().size());
    if (status.ledgerBytes().isPresent()) {
      json.put("ledgerBytes", status.ledgerBytes().getAsLong());
    }
    return json;
  }

  static Map<String, Object> leader(NodeStatus.Leader leader) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", leader.node());
    json.put("address", leader.address());
    json.put("pid", leader.pid());
    json.put("term", leader.term());
    json.put("since", Times.text(leader.since()));
    return json;
  }

  private static Map<String, Object> waiting(Members.Waiting waiting) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", waiting.node());
    json.put("address", waiting.address());
    json.put("place", waiting.place());
    json.put("term", waiting.term());
    return json;
  }

  private static Map<String, Object> term(SeenTerm term) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("term", term.term());
    json.put("node", term.node());
    json.put("since", Times.text(term.since()));
    json.put("until", term.until().map(Times::text));
    json.put("cause", term.cause());
    if (term.gapMillis().isPresent()) {
      json.put("gapMillis", term.gapMillis().getAsLong());
    }
    return json;
  }

  private CompletionStage<Response> resign(Request request) {
    request.json(Set.of());
    return cluster
        .asking(request, cluster.group(request))
        .handOver()
        .thenApply(asked -> Answers.of(asked, 202));
  }
}

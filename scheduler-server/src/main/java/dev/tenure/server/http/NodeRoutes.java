package dev.tenure.server.http;

import dev.tenure.config.HttpConfig;
import dev.tenure.node.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The routes that every node answers. */
public final class NodeRoutes {

  private final NodeView node;

  private NodeRoutes(NodeView node) {
    this.node = node;
  }

  /** The routes of a node that asks nobody who they are. */
  static List<Route> of(NodeView node) {
    return of(node, Access.OPEN, PeerClient.plain());
  }

  /**
   * The routes of the node.
   *
   * @param node what is known of it
   * @param access who may ask for what
   * @param http its interface; others in the cluster have the like of it
   */
  public static List<Route> of(NodeView node, Access access, HttpConfig http) {
    return of(node, access, PeerClient.of(http));
  }

  private static List<Route> of(NodeView node, Access access, PeerClient peers) {
    Cluster cluster = new Cluster(node);
    Figures figures = new Figures();
    List<Route> all = new ArrayList<>(new PageFiles().routes());
    all.addAll(new NodeRoutes(node).own());
    all.add(new EtcdRoutes(cluster).route());
    all.addAll(new GroupRoutes(cluster, figures).routes());
    all.addAll(new JobRoutes(cluster).routes());
    all.addAll(new JobChangeRoutes(cluster).routes());
    // Before the runs, whose ids hold slashes.
    all.addAll(new LogRoutes(cluster, new LogForward(peers)).routes());
    all.addAll(new CalendarRoutes(cluster).routes());
    all.addAll(new VerdictRoutes(cluster).routes());
    all.addAll(new RunRoutes(cluster, figures).routes());
    all.addAll(new SessionRoutes(access).routes());
    all.add(new AuditRoutes(cluster).route());
    all.addAll(new AlertRoutes(cluster).routes());
    all.add(Route.events("/v1/events", new EventHub(cluster)));
    all.add(Route.get("/v1/openapi.json", new OpenApi()::answer));
    Silence silence = new Silence(node);
    all.replaceAll(silence::marking);
    return all;
  }

  private List<Route> own() {
    return List.of(
        Route.get("/v1/status", this::status),
        Route.get("/healthz", this::healthz),
        Route.get("/readyz", this::readyz),
        Route.get("/leaderz", this::leaderz, "group"));
  }

  private Response status(Request request) {
    return node.status()
        .map(status -> Response.json(StatusJson.of(status)))
        .orElseGet(NodeRoutes::starting);
  }

  /** Says that the process answers, and never more: a bad etcd must not restart every node. */
  private Response healthz(Request request) {
    return ok();
  }

  private Response readyz(Request request) {
    Optional<NodeStatus> status = node.status();
    if (status.isEmpty()) {
      return starting();
    }
    if (node.draining()) {
      return Problem.unavailable("draining", "the node has been told to stop").response();
    }
    if (node.ready()) {
      return ok();
    }
    NodeStatus.Etcd etcd = status.get().etcd();
    return etcd.reachable()
        ? Problem.unavailable("not-ready", "the node is not in the queue of all its groups yet")
            .response()
        : Problem.unavailable(
                "etcd-unreachable",
                "etcd does not answer at " + String.join(", ", etcd.endpoints()))
            .response();
  }

  private Response leaderz(Request request) {
    Optional<NodeStatus> status = node.status();
    if (status.isEmpty()) {
      return starting();
    }
    List<NodeStatus.Group> groups = status.get().groups();
    Optional<String> asked = request.query("group");
    if (asked.isEmpty()) {
      return groups.size() == 1 ? leaderz(groups.get(0)) : groupMissing(groups);
    }
    return groups.stream()
        .filter(group -> group.group().value().equals(asked.get()))
        .findFirst()
        .map(this::leaderz)
        .orElseGet(() -> noSuchGroup(asked.get(), groups));
  }

  private Response leaderz(NodeStatus.Group group) {
    if (node.leads(group.group())) {
      return ok();
    }
    String who =
        group
            .leader()
            .filter(leader -> group.state() != NodeStatus.State.LEADER)
            .map(leader -> leader.node() + at(leader.address()) + " leads, term " + leader.term())
            .orElse("nobody is known to lead");
    return Problem.unavailable(
            "not-leader", "this node does not lead group " + group.group() + "; " + who)
        .response();
  }

  private static String at(String address) {
    return address.isEmpty() ? "" : " at " + address;
  }

  private static Response groupMissing(List<NodeStatus.Group> groups) {
    return Problem.badRequest(
            "this node stands in several groups: say which, as in /leaderz?group="
                + groups.get(0).group()
                + "; it stands in "
                + names(groups))
        .response();
  }

  private static Response noSuchGroup(String asked, List<NodeStatus.Group> groups) {
    return Problem.notFound(
            "no-such-group",
            "this node does not stand in group \"" + asked + "\"; it stands in " + names(groups))
        .response();
  }

  private static String names(List<NodeStatus.Group> groups) {
    return groups.stream().map(g -> g.group().value()).collect(Collectors.joining(", "));
  }

  private static Response starting() {
    return Cluster.starting().response();
  }

  private static Response ok() {
    return Response.json(Map.of("status", "ok"));
  }
}

package dev.tenure.server.http;

import dev.tenure.node.NodeStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of {@code GET /v1/status}. Fields are only ever added. */
final class StatusJson {

  private StatusJson() {}

  static Map<String, Object> of(NodeStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", status.node().value());
    json.put("version", status.version());
    json.put("address", status.address());
    json.put("etcd", etcd(status.etcd()));
    json.put("groups", status.groups().stream().map(StatusJson::group).toList());
    return json;
  }

  private static Map<String, Object> etcd(NodeStatus.Etcd etcd) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("endpoints", etcd.endpoints());
    json.put("reachable", etcd.reachable());
    return json;
  }

  private static Map<String, Object> group(NodeStatus.Group group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.group().value());
    json.put("state", group.state().name());
    json.put("jobs", group.jobs());
    json.put("running", group.running());
    json.put("finished", group.finished());
    json.put("leader", group.leader().map(StatusJson::leader)); // left out where nobody leads
    return json;
  }

  private static Map<String, Object> leader(NodeStatus.Leader leader) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", leader.node());
    json.put("address", leader.address());
    json.put("pid", leader.pid());
    json.put("term", leader.term());
    json.put("since", leader.since()); // RFC 3339, UTC
    return json;
  }
}

package dev.tenure.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenure.node.NodeStatus;

/** The body of {@code GET /v1/status}. Fields are only ever added. */
final class StatusJson {

  private StatusJson() {}

  static ObjectNode of(NodeStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("node", status.node().value());
    json.put("version", status.version());
    json.put("address", status.address());
    ObjectNode etcd = json.putObject("etcd");
    ArrayNode endpoints = etcd.putArray("endpoints");
    status.etcd().endpoints().forEach(endpoints::add);
    etcd.put("reachable", status.etcd().reachable());
    ArrayNode groups = json.putArray("groups");
    status.groups().forEach(group -> add(groups.addObject(), group));
    return json;
  }

  private static void add(ObjectNode json, NodeStatus.Group group) {
    json.put("group", group.group().value());
    json.put("state", group.state().name());
    json.put("jobs", group.jobs());
    json.put("running", group.running());
    json.put("finished", group.finished());
    group.leader().ifPresent(leader -> add(json.putObject("leader"), leader));
  }

  private static void add(ObjectNode json, NodeStatus.Leader leader) {
    json.put("node", leader.node());
    json.put("address", leader.address());
    json.put("pid", leader.pid());
    json.put("term", leader.term());
    json.put("since", leader.since().toString()); // RFC 3339, UTC
  }
}

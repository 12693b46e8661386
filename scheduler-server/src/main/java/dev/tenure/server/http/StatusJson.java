package dev.tenure.server.http;

import dev.tenure.election.Eviction;
import dev.tenure.election.Evictions;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.node.NodeStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

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
    json.put("answered", etcd.answered().map(Times::text));
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
    json.put("jobFiles", files(group.files()));
    json.put("stuck", group.stuck().stream().map(RunId::toString).toList());
    json.put("unusable", unusable(group.unusable()));
    if (group.ledgerBytes().isPresent()) {
      json.put("ledgerBytes", group.ledgerBytes().getAsLong());
    }
    json.put("evictions", evictions(group.evictions()));
    return json;
  }

  private static Map<String, Object> evictions(Evictions evictions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", evictions.count());
    json.put("mistaken", evictions.mistaken());
    json.put("last", evictions.last().map(StatusJson::eviction)); // left out where there is none
    return json;
  }

  private static Map<String, Object> eviction(Eviction eviction) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", eviction.key());
    json.put("revision", eviction.createRevision());
    json.put("evidence", eviction.evidence().toString());
    return json;
  }

  private static Map<String, Object> files(NodeStatus.JobFiles files) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("standing", files.standing().name());
    json.put("own", files.own());
    json.put("applied", files.applied());
    json.put("by", files.by().map(NodeName::value));
    return json;
  }

  private static Map<String, Object> unusable(Map<JobName, String> jobs) {
    Map<String, Object> json = new TreeMap<>();
    jobs.forEach((job, why) -> json.put(job.value(), why));
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

package dev.tenure.server.chaos.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What the members of etcd say of themselves.
 *
 * @param ids their ids, in hexadecimal
 * @param leader the id of the member that leads etcd, in hexadecimal
 * @param bytes how large the largest data of a member are
 * @param revision the newest revision that a member knows
 */
record EtcdStatus(List<String> ids, String leader, long bytes, long revision) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads it from all members; throws {@link NotInjected} when one does not answer. */
  static EtcdStatus of(Etcdctl etcdctl) throws Exception {
    return parse(etcdctl.must("endpoint", "status", "--write-out=json"));
  }

  static EtcdStatus parse(String json) throws JsonProcessingException {
    List<String> ids = new ArrayList<>();
    String leader = "0";
    long bytes = 0;
    long revision = 0;
    for (JsonNode member : JSON.readTree(json)) {
      JsonNode status = member.path("Status");
      ids.add(
          Long.toHexString(status.path("header").path("member_id").bigIntegerValue().longValue()));
      leader = Long.toHexString(status.path("leader").bigIntegerValue().longValue());
      bytes = Math.max(bytes, status.path("dbSize").asLong());
      revision = Math.max(revision, status.path("header").path("revision").asLong());
    }
    return new EtcdStatus(List.copyOf(ids), leader, bytes, revision);
  }

  /** The index of the member that leads etcd. */
  OptionalInt leaderIndex() {
    return IntStream.range(0, ids.size()).filter(i -> ids.get(i).equals(leader)).findFirst();
  }
}

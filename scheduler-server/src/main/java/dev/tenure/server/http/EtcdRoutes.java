package dev.tenure.server.http;

import dev.tenure.store.StoreMember;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The etcd behind the cluster, as the node that is asked reaches it. */
final class EtcdRoutes {

  private final Cluster cluster;

  EtcdRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  Route route() {
    return Route.getLater("/v1/etcd", this::members);
  }

  private CompletionStage<Response> members(Request request) {
    return cluster
        .node()
        .etcdMembers()
        .thenApply(EtcdRoutes::answer)
        .exceptionally(JobRoutes::unreadable);
  }

  private static Response answer(List<StoreMember> members) {
    return Response.json(Map.of("members", members.stream().map(EtcdRoutes::member).toList()));
  }

  private static Map<String, Object> member(StoreMember member) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("member", member.name());
    json.put("address", member.address());
    json.put("reached", member.answer().isPresent());
    member
        .answer()
        .ifPresent(
            answer -> {
              json.put("leads", answer.leads());
              json.put("version", answer.version());
              json.put("databaseBytes", answer.bytes());
              json.put("latencyMillis", answer.latency().toNanos() / 1e6);
            });
    return json;
  }
}

package dev.tenure.server.http;

import dev.tenure.definition.AuditEntry;
import dev.tenure.definition.Deed;
import dev.tenure.node.AuditTrail;
import dev.tenure.node.GroupFace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What was changed through the interface, by whom. */
final class AuditRoutes {

  private final Cluster cluster;

  AuditRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  Route route() {
    return Route.getLater(
        "/v1/audit", this::audit, "group", "job", "who", "what", "from", "to", "limit", "before");
  }

  private CompletionStage<Response> audit(Request request) {
    AuditSearch search = new AuditSearch(new Parameters(request));
    List<GroupFace> groups =
        request.query("group").map(name -> List.of(cluster.group(name))).orElseGet(cluster::groups);
    CompletionStage<Void> searched = CompletableFuture.completedFuture(null);
    for (GroupFace group : groups) {
      searched =
          searched.thenCompose(
              done -> walk(group, search.begins(), new AuditSearch.OfGroup(search, group.group())));
    }
    return searched
        .thenApply(
            done -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("entries", search.found().stream().map(AuditRoutes::entry).toList());
              json.put("before", search.goesOn());
              return Response.json(json);
            })
        .exceptionally(JobRoutes::unreadable);
  }

  /** From the newest entries to older ones, until there are enough of this group. */
  private static CompletionStage<Void> walk(
      GroupFace group, String after, AuditSearch.OfGroup search) {
    return group
        .audit()
        .read(after)
        .thenCompose(
            part -> {
              boolean more = part.entries().stream().allMatch(search::offer);
              return more && part.next().isPresent()
                  ? walk(group, part.next().get(), search)
                  : CompletableFuture.completedFuture(null);
            });
  }

  private static Map<String, Object> entry(AuditSearch.Found found) {
    AuditTrail.Noted noted = found.noted();
    AuditEntry entry = noted.entry();
    Deed deed = entry.deed();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", Times.text(entry.at()));
    json.put("who", entry.actor().name());
    json.put("role", entry.actor().role());
    json.put("from", entry.actor().from());
    json.put("node", entry.node().value());
    json.put("what", deed.what().word());
    json.put("group", found.group().value());
    json.put("job", deed.job().map(Object::toString));
    json.put("run", deed.run().map(Object::toString));
    if (!deed.before().isEmpty()) {
      json.put("before", deed.before());
    }
    if (!deed.after().isEmpty()) {
      json.put("after", deed.after());
    }
    return json;
  }
}

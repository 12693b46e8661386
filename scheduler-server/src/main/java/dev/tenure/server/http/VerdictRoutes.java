package dev.tenure.server.http;

import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.node.GroupFace;
import dev.tenure.node.LedgerVerdicts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether the ledger of a group accounts for everything: to be asked for, and to be read. */
final class VerdictRoutes {

  private static final String VERDICT = "/v1/groups/{group}/verdict";
  private static final Duration USUAL = Duration.ofDays(1);
  private static final Duration MOST = Duration.ofDays(31);

  private final Cluster cluster;

  VerdictRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Route> routes() {
    return List.of(Route.get(VERDICT, this::verdict), Route.change("POST", VERDICT, this::judge));
  }

  private Response verdict(Request request) {
    GroupFace group = cluster.group(request);
    return Response.json(
        VerdictJson.of(group.group(), cluster.node().verdicts().last(group.group())));
  }

  private CompletionStage<Response> judge(Request request) {
    GroupName group = cluster.group(request).group();
    LedgerVerdicts verdicts = cluster.node().verdicts();
    Optional<GroupName> busy = verdicts.begin(group, window(request, Instant.now()));
    Response response =
        busy.map(VerdictRoutes::busy)
            .orElseGet(() -> Response.json(202, VerdictJson.of(group, verdicts.last(group))));
    return CompletableFuture.completedFuture(response);
  }

  private static Response busy(GroupName group) {
    return Problem.conflict(
            "verdict-running",
            "this node judges the ledger of group "
                + group
                + " at the moment, and does so once at a time; read its verdict, or ask again then")
        .response();
  }

  private static LedgerVerdicts.Window window(Request request, Instant now) {
    JsonObject body = request.json(Set.of("from", "to"));
    Instant to = instant(body, "to").filter(now::isAfter).orElse(now);
    Instant from = instant(body, "from").orElse(to.minus(USUAL));
    if (from.isAfter(to)) {
      throw new Refusal(Problem.badRequest("from is after to; allowed: an instant before it"));
    }
    if (Duration.between(from, to).compareTo(MOST) > 0) {
      throw new Refusal(
          Problem.badRequest(
              "from is more than "
                  + MOST.toDays()
                  + " days before to; allowed: a shorter time. `tenure verify` judges all there is"));
    }
    return new LedgerVerdicts.Window(from, to);
  }

  private static Optional<Instant> instant(JsonObject body, String name) {
    if (!body.has(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(body.text(name).orElse("")).toInstant());
    } catch (DateTimeException e) {
      throw new Refusal(
          Problem.badRequest(name + " is no instant; allowed: such as 2026-01-31T08:00:00Z"));
    }
  }
}

package dev.tenure.server.http;

import dev.tenure.ledger.OpenRun;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.node.Asked;
import dev.tenure.node.GroupFace;
import dev.tenure.node.Proclamation;
import dev.tenure.quartz.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs, and what is to be run soon. */
final class RunRoutes {

  private static final Duration SOON = Duration.ofMinutes(60);
  private static final int MOST_SOON = 200;
  private static final int PART = 100;

  private final Cluster cluster;
  private final Figures figures;
  private final RunCurve curve = new RunCurve();

  RunRoutes(Cluster cluster, Figures figures) {
    this.cluster = cluster;
    this.figures = figures;
  }

  List<Route> routes() {
    return List.of(
        Route.getLater(
            "/v1/runs", this::runs, "group", "job", "state", "node", "kind", "before", "limit"),
        Route.getLater("/v1/runs/<run>", this::run),
        Route.change("POST", "/v1/runs/<run>/interrupt", this::interrupt),
        Route.get("/v1/now", this::now));
  }

  private CompletionStage<Response> runs(Request request) {
    Parameters parameters = new Parameters(request);
    RunSearch search = new RunSearch(parameters);
    Optional<JobName> job = parameters.name("job", JobName::new);
    List<GroupFace> groups =
        request.query("group").map(name -> List.of(cluster.group(name))).orElseGet(cluster::groups);
    CompletionStage<Void> searched = CompletableFuture.completedFuture(null);
    for (GroupFace group : groups) {
      if (job.isEmpty()) {
        group.states().values().forEach(search::offer);
      } else {
        group.state(job.get()).open().forEach(search::offer);
        searched = searched.thenCompose(done -> walk(group, job.get(), Long.MAX_VALUE, search));
      }
    }
    return searched
        .thenApply(
            done -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("runs", search.runs(told(groups)));
              json.put("before", search.goesOn());
              Response response = Response.json(json);
              return groups.size() == 1
                  ? Answers.asOf(groups.get(0).ledgerRevision(), response)
                  : response;
            })
        .exceptionally(JobRoutes::unreadable);
  }

  /** From the newest part of a job's past to older ones, until there are enough. */
  private static CompletionStage<Void> walk(
      GroupFace group, JobName job, long before, RunSearch search) {
    return group
        .history(job, before, PART)
        .thenCompose(
            page -> {
              page.runs().forEach(search::offer);
              return search.isFull() || page.next().isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : walk(group, job, page.next().getAsLong(), search);
            });
  }

  private static List<Proclamation.Run> told(List<GroupFace> groups) {
    return groups.stream().flatMap(group -> group.running().stream()).toList();
  }

  private CompletionStage<Response> run(Request request) {
    RunId id = RunLookup.id(request);
    GroupFace group = cluster.group(id.group().value());
    return RunLookup.find(group, id)
        .thenApply(
            found ->
                found
                    .map(run -> Answers.asOf(group.ledgerRevision(), shown(group, run)))
                    .orElseGet(() -> RunLookup.missing(group, id).response()))
        .exceptionally(JobRoutes::unreadable);
  }

  private static Response shown(GroupFace group, RunLookup found) {
    return Response.json(
        found.end().map(RunJson::of).orElseGet(() -> RunJson.of(found.run(), group.running())));
  }

  private CompletionStage<Response> interrupt(Request request) {
    request.json(Set.of());
    RunId id = RunLookup.id(request);
    return cluster
        .asking(request, cluster.group(id.group().value()))
        .interrupt(id)
        .thenApply(
            asked ->
                asked instanceof Asked.Refused refused && refused.reason() == Asked.Reason.UNKNOWN
                    ? Problem.notFound("not-running", refused.message()).response()
                    : Answers.of(asked, 202));
  }

  private Response now(Request request) {
    Instant now = Instant.now();
    List<GroupFace> groups = cluster.groups();
    curve.listen(groups, now);
    List<OpenRun> running = new ArrayList<>();
    List<Map<String, Object>> overdue = new ArrayList<>();
    List<Soon> next = new ArrayList<>();
    for (GroupFace group : groups) {
      group.states().values().forEach(state -> running.addAll(state.open()));
      for (Outlook.Slot slot : figures.of(group, now).overdue()) {
        Map<String, Object> json = slot(group, slot);
        json.put("lateMillis", Times.millis(slot.slot(), now));
        overdue.add(json);
      }
      group.outlook().coming(now, now.plus(SOON), MOST_SOON).stream()
          .map(slot -> new Soon(group, slot))
          .forEach(next::add);
    }
    List<Proclamation.Run> told = told(groups);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "running",
        running.stream()
            .sorted(Comparator.comparing(OpenRun::claimed))
            .map(run -> RunJson.of(run, told))
            .toList());
    json.put("overdue", overdue);
    json.put(
        "next",
        next.stream()
            .sorted(Comparator.comparing(soon -> soon.slot().slot()))
            .limit(MOST_SOON)
            .map(soon -> slot(soon.group(), soon.slot()))
            .toList());
    json.put("ended", curve.json(now));
    return Response.json(json);
  }

  private record Soon(GroupFace group, Outlook.Slot slot) {}

  private static Map<String, Object> slot(GroupFace group, Outlook.Slot slot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.group().value());
    json.put("job", slot.job().value());
    json.put("trigger", slot.trigger().value());
    json.put("slot", Times.text(slot.slot()));
    return json;
  }
}

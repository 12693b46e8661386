package dev.tenure.server.http;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.model.JobName;
import dev.tenure.node.GroupFace;
import dev.tenure.node.SlotAccount;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Jobs to be read. */
final class JobRoutes {

  static final String JOB = "/v1/groups/{group}/jobs/{job}";

  private final Cluster cluster;

  JobRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/v1/jobs", this::jobs, "group", "search", "state", "tag", "source", "limit", "after"),
        Route.get(JOB, this::job),
        Route.getLater(JOB + "/slots", this::slots, "from", "to", "limit"));
  }

  private Response jobs(Request request) {
    JobList list = new JobList(new Parameters(request));
    List<GroupFace> groups =
        request.query("group").map(name -> List.of(cluster.group(name))).orElseGet(cluster::groups);
    // As their names and a slash are, so that places can be compared as texts.
    groups.stream().sorted(Comparator.comparing(group -> group.group() + "/")).forEach(list::offer);
    Response response = Response.json(list.json());
    return groups.size() == 1
        ? Answers.asOf(groups.get(0).definitionsRevision(), response)
        : response;
  }

  private Response job(Request request) {
    GroupFace group = cluster.group(request);
    JobName name = Cluster.jobName(request);
    Kept<JobSpec> job = Cluster.job(group, name);
    String tag = tag(group, name);
    boolean same = request.header("if-none-match").filter(t -> t.contains(tag)).isPresent();
    Response response =
        same ? Response.empty(304) : Response.json(whole(group, job, Instant.now()));
    return Answers.asOf(revision(group, name), response.with("ETag", tag));
  }

  /** A job with all that there is to say, for the answer of whoever changed it, too. */
  static Map<String, Object> whole(GroupFace group, Kept<JobSpec> job, Instant now) {
    return JobJson.whole(group, JobSight.of(group, job, group.status().unusable()), now);
  }

  /** What a node has just written itself it need not hear from the watch. */
  static long revision(GroupFace group, JobName job) {
    return Math.max(group.definitionsRevision(), group.definitions().revision(job));
  }

  /** Stands for the definition of a job, not for what became of its runs. */
  static String tag(GroupFace group, JobName job) {
    return "\"" + group.definitions().revision(job) + "\"";
  }

  private CompletionStage<Response> slots(Request request) {
    Parameters parameters = new Parameters(request);
    int limit = parameters.limit(JobList.MOST, JobList.SOME);
    Instant now = Instant.now();
    Instant from = parameters.instant("from").orElse(now.minus(Duration.ofDays(1)));
    Instant to = parameters.instant("to").orElse(now.plus(Duration.ofDays(1)));
    if (to.isBefore(from)) {
      throw new Refusal(Problem.badRequest("to is before from; allowed: an instant not before it"));
    }
    GroupFace group = cluster.group(request);
    JobName name = Cluster.jobName(request);
    Cluster.job(group, name);
    return group
        .past(name)
        .thenApply(
            past -> {
              List<SlotAccount.Entry> entries =
                  SlotAccount.of(past, group.outlook().lines(name), now, from, to, limit);
              return Answers.asOf(
                  group.ledgerRevision(),
                  Response.json(Map.of("slots", entries.stream().map(JobRoutes::slot).toList())));
            })
        .exceptionally(JobRoutes::unreadable);
  }

  /** What lies in etcd alone cannot be shown while that is silent. */
  static Response unreadable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof StoreException)) {
      throw new CompletionException(cause);
    }
    return Problem.unavailable(
            "etcd-unreachable", "what is asked for lies in etcd, which does not answer")
        .response();
  }

  private static Map<String, Object> slot(SlotAccount.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slot", Times.text(entry.slot()));
    json.put("trigger", entry.trigger().value());
    json.put("state", entry.state());
    json.put("reason", entry.reason());
    json.put("run", entry.run().map(Object::toString));
    json.put("upTo", entry.upTo().map(Times::text));
    if (entry.count().isPresent()) {
      json.put("count", entry.count().getAsLong());
    }
    return json;
  }
}

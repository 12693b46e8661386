package dev.tenure.server.http;

import dev.tenure.definition.Seen;
import dev.tenure.json.JsonObject;
import dev.tenure.model.JobName;
import dev.tenure.node.Asked;
import dev.tenure.node.GroupFace;
import dev.tenure.node.GroupJobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Jobs to be changed, and what can be asked of them. */
final class JobChangeRoutes {

  private static final int NEXT = 20;

  private final Cluster cluster;

  JobChangeRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Route> routes() {
    return List.of(
        Route.change("PUT", JobRoutes.JOB, this::put),
        Route.change("DELETE", JobRoutes.JOB, this::delete),
        Route.change("POST", JobRoutes.JOB + "/preview", this::preview),
        Route.change("POST", JobRoutes.JOB + "/trigger", this::trigger),
        Route.change("POST", JobRoutes.JOB + "/pause", this::pause),
        Route.change("POST", JobRoutes.JOB + "/resume", this::resume));
  }

  private CompletionStage<Response> put(Request request) {
    GroupFace group = cluster.group(request);
    JobName name = Cluster.jobName(request);
    Seen seen = Condition.of(request);
    return group
        .jobs()
        .put(name, request.body(), seen, Cluster.actor(request))
        .thenApply(
            asked ->
                asked instanceof Asked.Stored stored
                    ? stored(group, name, stored)
                    : refused(group, name, asked, seen));
  }

  private static Response stored(GroupFace group, JobName name, Asked.Stored stored) {
    return group
        .definitions()
        .job(name)
        .map(
            job ->
                Answers.asOf(
                    JobRoutes.revision(group, name),
                    Response.json(
                            stored.created() ? 201 : 200,
                            JobRoutes.whole(group, job, Instant.now()))
                        .with("ETag", JobRoutes.tag(group, name))))
        // Somebody else has removed it already.
        .orElseGet(() -> Cluster.noSuchJob(group, name).response());
  }

  private CompletionStage<Response> delete(Request request) {
    request.json(Set.of());
    GroupFace group = cluster.group(request);
    JobName name = Cluster.jobName(request);
    Seen seen = Condition.of(request);
    return group
        .jobs()
        .remove(name, seen, Cluster.actor(request))
        .thenApply(
            asked ->
                asked instanceof Asked.Done
                    ? Response.empty(204)
                    : refused(group, name, asked, seen));
  }

  private static Response refused(GroupFace group, JobName name, Asked asked, Seen seen) {
    if (asked instanceof Asked.Refused refused) {
      if (refused.reason() == Asked.Reason.OUTDATED && seen instanceof Seen.Anyhow) {
        return Cluster.noSuchJob(group, name).response();
      }
      if (refused.reason() == Asked.Reason.EXISTS && seen instanceof Seen.None) {
        return Problem.precondition("exists", refused.message()).response();
      }
    }
    return Answers.of(asked, 200);
  }

  private CompletionStage<Response> preview(Request request) {
    GroupJobs.Preview preview =
        cluster.group(request).jobs().preview(Cluster.jobName(request), request.body(), NEXT);
    return CompletableFuture.completedFuture(
        preview.problems().isEmpty()
            ? Response.json(Map.of("next", preview.next().stream().map(Times::text).toList()))
            : Answers.invalid(preview.problems()).response());
  }

  private CompletionStage<Response> trigger(Request request) {
    Map<String, Object> data = data(request.json(Set.of("data")));
    return cluster
        .asking(request, cluster.group(request))
        .trigger(Cluster.jobName(request), data)
        .thenApply(asked -> Answers.of(asked, 202));
  }

  private static Map<String, Object> data(JsonObject json) {
    Optional<JsonObject> data = json.object("data");
    if (data.isEmpty() && json.has("data")) {
      throw new Refusal(
          Problem.badRequest("data is not an object; allowed: {\"data\": {\"key\": value, …}}"));
    }
    return data.map(object -> object(object.members())).orElse(Map.of());
  }

  /**
   * As a job file would have given it: whole numbers are long, and a null is the same as no key.
   */
  private static Map<String, Object> object(Map<?, ?> members) {
    Map<String, Object> values = new LinkedHashMap<>();
    members.forEach(
        (key, value) -> {
          if (value != null) {
            values.put(String.valueOf(key), value(value));
          }
        });
    return values;
  }

  private static Object value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      for (@Nullable Object element : list) {
        if (element != null) {
          elements.add(value(element));
        }
      }
      return elements;
    }
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  private CompletionStage<Response> pause(Request request) {
    request.json(Set.of());
    return cluster
        .asking(request, cluster.group(request))
        .pause(Cluster.jobName(request))
        .thenApply(asked -> Answers.of(asked, 200));
  }

  private CompletionStage<Response> resume(Request request) {
    request.json(Set.of());
    return cluster
        .asking(request, cluster.group(request))
        .resume(Cluster.jobName(request))
        .thenApply(asked -> Answers.of(asked, 200));
  }
}

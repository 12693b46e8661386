package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.HttpLimits;
import dev.tenure.json.JsonObject;
import dev.tenure.model.NodeName;
import dev.tenure.server.http.ServedNodes.Endless;
import dev.tenure.server.http.ServedNodes.Served;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The interface of a node that does not lead, on a real etcd; each answer is as it is described.
 */
final class ClusterApiIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final String ECHO = "dev.tenure.server.http.ServedNodes$Echo";
  private static final String JOBS =
      """
      jobs {
        tick { class = "%1$s", every = 200ms, tags = [fast], catch-up = skip, owner = ops }
        never { class = "%1$s", at = "2099-01-01T00:00:00Z", description = "Not before long" }
        endless { class = "%2$s", at = "2099-01-01T00:00:00Z", retention.runs = 7 }
        off { class = "%1$s", every = 1h, enabled = false }
      }
      """
          .formatted(ECHO, Endless.class.getName());
  private static final String BASE = "/v1/groups/default/jobs/";

  @TempDir private Path folder;
  private ServedNodes nodes;
  private Served follower;
  private ApiClient api;

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.start("node-1", JOBS);
    nodes.leader();
    nodes.start("node-2", JOBS);
    follower = nodes.follower();
    api = new ApiClient(follower.server());
    await("the jobs are known")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/jobs").body().contains("\"total\":4"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private JsonObject awaitRun(String id, String state) throws Exception {
    await(id + " is " + state)
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/runs/" + id).body().contains("\"state\":\"" + state + "\""));
    return json(api.get("/v1/runs/" + id), 200);
  }

  private String trigger(String job, String body) throws Exception {
    HttpResponse<String> response = api.post(BASE + job + "/trigger", body);
    String run = json(response, 202).requiredText("run");
    assertThat(response.headers().firstValue("Location")).contains("/v1/runs/" + run);
    return run;
  }

  private List<String> jobs(String query) throws Exception {
    return json(api.get("/v1/jobs" + query), 200).requiredObjects("jobs").stream()
        .map(job -> job.requiredText("job"))
        .toList();
  }

  @Test
  void jobsAreListedFilteredAndPaged() throws Exception {
    assertThat(jobs("")).containsExactly("endless", "never", "off", "tick");
    assertThat(jobs("?search=LONG")).containsExactly("never");
    assertThat(jobs("?search=ops&group=default")).containsExactly("tick");
    assertThat(jobs("?tag=fast")).containsExactly("tick");
    assertThat(jobs("?state=finished")).containsExactly("off");
    assertThat(jobs("?source=API")).isEmpty();
    JsonObject first = json(api.get("/v1/jobs?limit=3"), 200);
    assertThat(first.requiredNumber("total")).isEqualTo(4);
    assertThat(first.requiredText("after")).isEqualTo("default/off");
    JsonObject rest = json(api.get("/v1/jobs?limit=3&after=default/off"), 200);
    assertThat(rest.requiredObjects("jobs")).hasSize(1);
    assertThat(rest.has("after")).isFalse();
    problem(api.get("/v1/jobs?group=nonsense"), 404, "no-such-group");
  }

  @Test
  void aJobSaysWhatItIsAndWhenItRuns() throws Exception {
    await()
        .atMost(ServedNodes.LONG)
        .until(() -> api.get(BASE + "tick").body().contains("\"state\":\"SUCCEEDED\""));
    HttpResponse<String> answer = api.get(BASE + "tick");
    JsonObject job = json(answer, 200);
    assertThat(job.requiredText("schedule")).isEqualTo("every 0.2s");
    assertThat(job.requiredText("source")).isEqualTo("FILES");
    assertThat(job.requiredObject("definition").requiredText("every")).isEqualTo("PT0.2S");
    assertThat(job.requiredObjects("triggers").get(0).requiredObjects("next")).hasSize(20);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isEqualTo("\"" + job.requiredNumber("revision") + "\"");
    assertThat(answer.headers().firstValueAsLong("Tenure-Revision").orElseThrow())
        .isGreaterThanOrEqualTo(job.requiredNumber("revision"));
    assertThat(api.get(BASE + "tick", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(json(api.get(BASE + "off"), 200).requiredText("state")).isEqualTo("FINISHED");
    problem(api.get(BASE + "nothing"), 404, "no-such-job");
  }

  @Test
  void aJobIsStoredFromAFollowerChangedGuardedAndRemoved() throws Exception {
    String body =
        "{\"class\":\""
            + ECHO
            + "\",\"cron\":\"30 2 * * *\",\"time-zone\":"
            + "\"Europe/Berlin\",\"timeout\":\"10m\",\"data\":{\"text\":\"stored\"}}";
    HttpResponse<String> created = api.send("PUT", BASE + "nightly", body, "If-None-Match", "*");
    JsonObject job = json(created, 201);
    assertThat(job.requiredText("source")).isEqualTo("API");
    assertThat(job.requiredObject("definition").requiredText("timeout")).isEqualTo("PT10M");
    String tag = created.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = api.send("PUT", BASE + "nightly", body);
    assertThat(json(again, 200).requiredNumber("revision"))
        .as("the same again changes nothing")
        .isEqualTo(job.requiredNumber("revision"));
    String itself = job.requiredObject("definition").toString();
    assertThat(json(api.send("PUT", BASE + "nightly", itself), 200).requiredNumber("revision"))
        .as("what was read can be sent")
        .isEqualTo(job.requiredNumber("revision"));
    problem(api.send("PUT", BASE + "nightly", body, "If-None-Match", "*"), 412, "exists");

    String other = body.replace("30 2", "45 3");
    JsonObject changed = json(api.send("PUT", BASE + "nightly", other, "If-Match", tag), 200);
    assertThat(changed.requiredText("schedule")).startsWith("45 3");
    assertThat(changed.requiredNumber("revision")).isGreaterThan(job.requiredNumber("revision"));
    problem(api.send("PUT", BASE + "nightly", body, "If-Match", tag), 412, "changed-meanwhile");
    problem(api.send("DELETE", BASE + "nightly", "", "If-Match", tag), 412, "changed-meanwhile");

    String run = trigger("nightly", "");
    assertThat(awaitRun(run, "SUCCEEDED").requiredText("result")).isEqualTo("stored");
    assertThat(api.send("DELETE", BASE + "nightly", "").statusCode()).isEqualTo(204);
    problem(api.get(BASE + "nightly"), 404, "no-such-job");
    problem(api.send("DELETE", BASE + "nightly", ""), 404, "no-such-job");
    problem(api.send("PUT", BASE + "nightly", body, "If-Match", "*"), 412, "changed-meanwhile");
  }

  @Test
  void aJobThatCannotBeRunIsRefusedWithAllThatIsWrong() throws Exception {
    String body =
        """
        {"class":"com.acme.Nothing","cron":"61 2 * * *","retry":{"attemps":3},
         "timeout":"soon","calendar":"nowhere"}""";
    for (String path : List.of(BASE + "bad/preview", BASE + "bad")) {
      HttpResponse<String> answer = api.send(path.endsWith("preview") ? "POST" : "PUT", path, body);
      Map<String, String> problems =
          problem(answer, 422, "invalid-job").requiredObjects("problems").stream()
              .collect(
                  Collectors.toMap(p -> p.requiredText("path"), p -> p.requiredText("problem")));
      assertThat(problems)
          .containsOnlyKeys("class", "cron", "retry.attemps", "timeout", "calendar");
      assertThat(problems.get("retry.attemps")).contains("did you mean \"attempts\"?");
    }
    problem(api.get(BASE + "bad"), 404, "no-such-job");
    problem(
        api.send("PUT", BASE + "tick", "{\"class\":\"" + ECHO + "\",\"every\":\"1s\"}"),
        409,
        "of-job-files");
    problem(api.send("DELETE", BASE + "tick", ""), 409, "of-job-files");
  }

  @Test
  void aPreviewTellsTheNextSlotsAndStoresNothing() throws Exception {
    String body = "{\"class\":\"" + ECHO + "\",\"every\":\"PT1H\"}";
    JsonObject preview = json(api.post(BASE + "hourly/preview", body), 200);
    assertThat((List<?>) preview.members().get("next")).hasSize(20);
    problem(api.get(BASE + "hourly"), 404, "no-such-job");
  }

  @Test
  void aRunIsAskedForWithDataAndSeenByRequestAndByEvent() throws Exception {
    try (EventReader events = new EventReader(follower.server(), "")) {
      String run = trigger("never", "{\"data\":{\"text\":\"from afar\"}}");
      JsonObject seen = awaitRun(run, "SUCCEEDED");
      assertThat(seen.requiredText("result")).isEqualTo("from afar");
      assertThat(seen.requiredText("kind")).isEqualTo("MANUAL");
      assertThat(seen.requiredObject("data").requiredText("text")).isEqualTo("from afar");
      EventReader.Event told =
          events.await1(
              "the end of the run",
              event ->
                  event.kind().equals("run")
                      && event.data().requiredText("run").equals(run)
                      && event.data().requiredText("state").equals("SUCCEEDED"));
      ApiDocument.ours().checkSchema("Run", told.data());
      assertThat(events.retry()).isEqualTo("2000");

      JsonObject runs = json(api.get("/v1/runs?group=default&job=never&kind=manual"), 200);
      assertThat(runs.requiredObjects("runs"))
          .extracting(one -> one.requiredText("run"))
          .containsExactly(run);
      assertThat(api.get("/v1/runs?state=SUCCEEDED&limit=500").body()).contains(run);
      problem(api.get("/v1/runs/" + run + "0"), 404, "no-such-run");
    }
  }

  @Test
  void runsArePagedFromTheNewestToTheOldest() throws Exception {
    await()
        .atMost(ServedNodes.LONG)
        .until(() -> json(api.get("/v1/runs?job=tick&limit=12"), 200).has("before"));
    List<JsonObject> all =
        json(api.get("/v1/runs?job=tick&state=SUCCEEDED&limit=500"), 200).requiredObjects("runs");
    String newest = all.get(0).requiredText("run");
    JsonObject first = json(api.get("/v1/runs?job=tick&state=SUCCEEDED&limit=5"), 200);
    JsonObject second =
        json(
            api.get(
                "/v1/runs?job=tick&state=SUCCEEDED&limit=5&before=" + first.requiredText("before")),
            200);
    List<JsonObject> older = second.requiredObjects("runs");
    JsonObject last = first.requiredObjects("runs").get(4);
    assertThat(older).hasSize(5);
    assertThat(older.get(0).requiredInstant("finished"))
        .isBeforeOrEqualTo(last.requiredInstant("finished"));
    assertThat(older).noneMatch(run -> run.requiredText("run").equals(newest));
  }

  @Test
  void slotsHaveOneStateEachAndPausingHoldsThemBack() throws Exception {
    await()
        .atMost(ServedNodes.LONG)
        .until(() -> json(api.get("/v1/runs?job=tick&limit=3"), 200).has("before"));
    Instant soon = Instant.now().plusSeconds(600);
    JsonObject slots = json(api.get(BASE + "tick/slots?limit=1000&to=" + soon), 200);
    List<String> states =
        slots.requiredObjects("slots").stream().map(slot -> slot.requiredText("state")).toList();
    assertThat(states).contains("SUCCEEDED", "PLANNED");
    assertThat(slots.requiredObjects("slots"))
        .extracting(slot -> slot.requiredInstant("slot"))
        .isSorted()
        .doesNotHaveDuplicates();

    json(api.post(BASE + "tick/pause", ""), 200);
    json(api.post(BASE + "tick/pause", "{}"), 200);
    assertThat(json(api.get(BASE + "tick"), 200).requiredObjects("triggers").get(0))
        .extracting(trigger -> trigger.requiredText("state"))
        .isEqualTo("PAUSED");
    await("the last run has ended")
        .atMost(ServedNodes.LONG)
        .until(() -> jobs("?state=paused").equals(List.of("tick")));
    assertThat(json(api.get("/v1/groups/default"), 200).has("terms")).isTrue();
    JsonObject paused = json(api.get(BASE + "tick/slots?from=" + soon + "&to=" + soon), 200);
    assertThat(paused.requiredObjects("slots")).isEmpty();

    Instant cursor =
        json(api.get(BASE + "tick"), 200)
            .requiredObjects("triggers")
            .get(0)
            .requiredInstant("cursor");
    await("slots pass by").until(() -> Instant.now().isAfter(cursor.plusSeconds(1)));
    json(api.post(BASE + "tick/resume", ""), 200);
    await("slots that were passed over")
        .atMost(ServedNodes.LONG)
        .until(
            () ->
                json(api.get(BASE + "tick/slots?limit=1000"), 200).requiredObjects("slots").stream()
                    .anyMatch(
                        slot ->
                            slot.requiredText("state").equals("SKIPPED")
                                && slot.requiredText("reason").equals("paused")));
  }

  @Test
  void aRunIsInterrupted() throws Exception {
    String run = trigger("endless", "{}");
    awaitRun(run, "STARTED");
    JsonObject now = json(api.get("/v1/now"), 200);
    assertThat(now.requiredObjects("running"))
        .extracting(one -> one.requiredText("run"))
        .contains(run);
    assertThat(now.requiredObjects("next"))
        .extracting(one -> one.requiredText("job"))
        .contains("tick")
        .doesNotContain("never");
    assertThat(jobs("?state=running")).contains("endless");
    json(api.post("/v1/runs/" + run + "/interrupt", ""), 202);
    assertThat(awaitRun(run, "INTERRUPTED").requiredObject("error").requiredText("message"))
        .isNotEmpty();
    problem(api.post("/v1/runs/" + run + "/interrupt", ""), 404, "not-running");
  }

  @Test
  void theMembersOfEtcdAndTheLeaseOfTheLeaderAreSeen() throws Exception {
    List<JsonObject> members = json(api.get("/v1/etcd"), 200).requiredObjects("members");
    assertThat(members).hasSize(1);
    assertThat(members.get(0).requiredBool("reached")).isTrue();
    assertThat(members.get(0).requiredBool("leads")).isTrue();
    assertThat(members.get(0).requiredText("version")).startsWith("3.");
    assertThat(members.get(0).requiredNumber("databaseBytes")).isPositive();
    assertThat(json(api.get("/v1/groups/default"), 200).requiredNumber("leaseMillis"))
        .isBetween(0L, 60_000L);
  }

  @Test
  void aNodeIsDrainedThroughAnyNodeUntilThatIsUndone() throws Exception {
    NodeName drained = nodes.leader().node().name();
    String other = follower.node().name().value();
    problem(api.post("/v1/nodes/nobody/drain", ""), 404, "no-such-node");
    problem(api.post("/v1/nodes/nobody/undrain", ""), 404, "no-such-node");
    problem(api.post("/v1/nodes/" + drained + "/drain", "{\"force\":\"yes\"}"), 400, "bad-request");

    json(api.post("/v1/nodes/" + drained + "/drain", ""), 200);
    await("the other one leads, alone in the queue")
        .atMost(ServedNodes.LONG)
        .until(() -> queue().equals(List.of(other)));
    assertThat(drains()).containsExactly(drained.value());
    assertThat(json(api.post("/v1/nodes/" + drained + "/drain", ""), 200).requiredText("message"))
        .contains("already");

    problem(api.post("/v1/nodes/" + other + "/drain", ""), 409, "last-node");
    json(api.post("/v1/groups/default/resign", ""), 202);
    await("stands again, and is still alone")
        .atMost(ServedNodes.LONG)
        .until(() -> queue().equals(List.of(other)));

    json(api.post("/v1/nodes/" + drained + "/undrain", ""), 200);
    await("both stand")
        .atMost(ServedNodes.LONG)
        .until(() -> queue().equals(List.of(other, drained.value())));
    assertThat(drains()).isEmpty();
    assertThat(json(api.get("/v1/audit?what=drain"), 200).requiredObjects("entries"))
        .extracting(entry -> entry.requiredObject("after").requiredText("node"))
        .containsExactly(drained.value());
    assertThat(json(api.get("/v1/audit?what=undrain"), 200).requiredObjects("entries")).hasSize(1);
  }

  private List<String> queue() throws Exception {
    return json(api.get("/v1/groups/default"), 200).requiredObjects("queue").stream()
        .map(one -> one.requiredText("node"))
        .toList();
  }

  private List<String> drains() throws Exception {
    return json(api.get("/v1/nodes"), 200).requiredObjects("drained").stream()
        .map(one -> one.requiredText("node"))
        .toList();
  }

  @Test
  void theLeaderHandsOverWhenAnyNodeIsAsked() throws Exception {
    NodeName before = nodes.leader().node().name();
    String leader = before.value();
    JsonObject group = json(api.get("/v1/groups/default"), 200);
    assertThat(group.requiredText("state")).isEqualTo("FOLLOWER");
    assertThat(group.requiredObject("leader").requiredText("node")).isEqualTo(leader);
    assertThat(group.requiredObjects("queue"))
        .extracting(one -> one.requiredText("node"))
        .containsExactly(leader, follower.node().name().value());
    assertThat(json(api.get("/v1/nodes"), 200).requiredObjects("nodes"))
        .extracting(one -> one.requiredText("node"))
        .containsExactly("node-1", "node-2");

    try (EventReader events = new EventReader(follower.server(), "")) {
      json(api.post("/v1/groups/default/resign", ""), 202);
      String next = follower.node().name().value();
      await("another leader")
          .atMost(ServedNodes.LONG)
          .until(() -> !nodes.leader().node().name().equals(before));
      EventReader.Event told =
          events.await1(
              "the new leader",
              event ->
                  event.kind().equals("leader")
                      && event
                          .data()
                          .object("leader")
                          .filter(one -> one.requiredText("node").equals(next))
                          .isPresent());
      ApiDocument.ours().checkSchema("LeaderEvent", told.data());
      await("both terms")
          .atMost(ServedNodes.LONG)
          .until(
              () -> json(api.get("/v1/groups/default"), 200).requiredObjects("terms").size() == 2);
      JsonObject old = json(api.get("/v1/groups/default"), 200).requiredObjects("terms").get(1);
      assertThat(old.requiredText("node")).isEqualTo(leader);
      assertThat(old.has("until")).isTrue();
      assertThat(old.has("cause")).as("only the one that led knows it").isFalse();
      await("the request is obeyed once and put away")
          .atMost(ServedNodes.LONG)
          .until(() -> requests(follower).isEmpty());
      assertThat(json(api.get("/v1/groups/default"), 200).requiredObjects("terms")).hasSize(2);
    }
    assertThat(json(api.get("/v1/groups"), 200).requiredObjects("groups")).hasSize(1);
    assertThat(follower.node().leads(ServedNodes.GROUP)).contains(true);
    assertThat(json(api.get("/v1/status"), 200).requiredText("node"))
        .isEqualTo(follower.node().name().value());
    json(api.get("/v1/openapi.json"), 200);
  }

  private static Collection<?> requests(Served served) {
    return served.node().group(ServedNodes.GROUP).orElseThrow().definitions().requests();
  }

  @Test
  void eventsGoOnWhereTheyWereLeft() throws Exception {
    String body = "{\"class\":\"" + ECHO + "\",\"at\":\"2099-01-01T00:00:00Z\"}";
    String last;
    try (EventReader events = new EventReader(follower.server(), "")) {
      json(api.send("PUT", BASE + "one", body), 201);
      last = events.await1("job one", event -> isChange(event, "one", "changed")).id();
    }
    json(api.send("PUT", BASE + "two", body), 201);
    try (EventReader events = new EventReader(follower.server(), last)) {
      events.await1("job two", event -> isChange(event, "two", "changed"));
      assertThat(events.events())
          .noneMatch(event -> event.id().equals(last) || event.kind().equals("reset"));
      api.send("DELETE", BASE + "two", "");
      EventReader.Event gone =
          events.await1("job two is gone", event -> isChange(event, "two", "removed"));
      ApiDocument.ours().checkSchema("JobEvent", gone.data());
    }
    try (EventReader events = new EventReader(follower.server(), "of-another-1")) {
      events.await1("reset", event -> event.kind().equals("reset"));
    }
  }

  private static boolean isChange(EventReader.Event event, String job, String change) {
    return event.kind().equals("job")
        && event.data().requiredText("job").equals(job)
        && event.data().requiredText("change").equals(change);
  }

  @Test
  void streamsEndWithTheServerAndAreLimited() throws Exception {
    EventReader first = new EventReader(follower.server(), "");
    List<EventReader> more = new ArrayList<>();
    for (int i = 1; i < HttpLimits.DEFAULT.streamsPerClient(); i++) {
      more.add(new EventReader(follower.server(), ""));
    }
    problem(api.get("/v1/events"), 429, "too-many-streams");
    follower.server().close();
    await("all streams have ended")
        .atMost(ServedNodes.LONG)
        .until(() -> first.ended() && more.stream().allMatch(EventReader::ended));
  }
}

package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.server.http.ServedNodes.Served;
import dev.tenure.server.http.ServedNodes.Talker;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of runs, asked of the node that did not run them. */
final class RunLogApiIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final String JOBS =
      """
      jobs {
        talk { class = "%1$s", at = "2099-01-01T00:00:00Z" }
        quiet { class = "%2$s", at = "2099-01-01T00:00:00Z" }
      }
      """
          .formatted(Talker.class.getName(), ServedNodes.Echo.class.getName());

  @TempDir private Path folder;
  private ServedNodes nodes;
  private ApiClient api;
  private String leader;

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.start("node-1", JOBS);
    leader = nodes.leader().node().name().value();
    nodes.start("node-2", JOBS);
    api = new ApiClient(nodes.follower().server());
    await("the jobs are known")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/jobs").body().contains("\"total\":2"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private String trigger(String job, String data) throws Exception {
    HttpResponse<String> response =
        api.post("/v1/groups/default/jobs/" + job + "/trigger", "{\"data\":" + data + "}");
    return "/v1/runs/" + json(response, 202).requiredText("run");
  }

  /** The log once it has so many lines, or once it is over. */
  private JsonObject awaitLog(String run, String what) throws Exception {
    await(run + ": " + what)
        .atMost(ServedNodes.LONG)
        .until(() -> api.get(run + "/log").body().contains(what));
    return json(api.get(run + "/log"), 200);
  }

  private static List<String> texts(JsonObject log) {
    return log.requiredObjects("lines").stream().map(line -> line.requiredText("text")).toList();
  }

  @Test
  void whatARunLoggedAndPrintedIsReadThroughAnotherNode() throws Exception {
    String run = trigger("talk", "{\"word\":\"hello\"}");
    JsonObject log = awaitLog(run, "\"over\":true");

    assertThat(log.requiredText("node")).isEqualTo(leader);
    assertThat(log.requiredText("log")).isEqualTo("KEPT");
    List<String> texts = texts(log);
    assertThat(texts)
        .startsWith("says hello", "java.lang.IllegalStateException: no harm done")
        .contains("prints hello")
        .endsWith("falls silent");
    JsonObject first = log.requiredObjects("lines").get(0);
    assertThat(first.requiredText("level")).isEqualTo("WARN");
    assertThat(first.requiredText("logger")).isEqualTo("jobs.Talker");
    assertThat(log.requiredNumber("next")).isEqualTo(texts.size());

    assertThat(texts(json(api.get(run + "/log?tail=1"), 200))).containsExactly("falls silent");
    JsonObject rest = json(api.get(run + "/log?after=" + (texts.size() - 1)), 200);
    assertThat(texts(rest)).containsExactly("falls silent");
    JsonObject nothing = json(api.get(run + "/log?after=" + texts.size()), 200);
    assertThat(texts(nothing)).isEmpty();
    assertThat(nothing.requiredNumber("next")).isEqualTo(texts.size());
  }

  @Test
  void itIsTextForWhoeverAsksForText() throws Exception {
    String run = trigger("talk", "{}");
    awaitLog(run, "\"over\":true");
    HttpResponse<String> text = api.get(run + "/log?tail=1", "Accept", "text/plain");
    assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(text.body()).endsWith("WARN  jobs.Talker: falls silent\n").hasLineCount(1);
    assertThat(text.headers().firstValue("Tenure-Log-Over")).contains("true");
    assertThat(text.headers().firstValue("Tenure-Log-Node")).contains(leader);
  }

  @Test
  void aRunThatGoesOnIsReadMeanwhile() throws Exception {
    String run = trigger("talk", "{\"endless\":true}");
    JsonObject log = awaitLog(run, "prints hello");
    assertThat(log.bool("over")).contains(false);
    json(api.post(run + "/interrupt", ""), 202);
    assertThat(texts(awaitLog(run, "\"over\":true"))).endsWith("falls silent");
  }

  @Test
  void aRunThatPrintsNothingHasAnEmptyLog() throws Exception {
    String run = trigger("quiet", "{}");
    JsonObject log = awaitLog(run, "\"over\":true");
    assertThat(log.requiredText("log")).isEqualTo("EMPTY");
    assertThat(texts(log)).isEmpty();
  }

  @Test
  void whatIsAskedForWronglyIsRefused() throws Exception {
    problem(api.get("/v1/runs/default/talk/0/1/log"), 404, "no-such-run");
    problem(api.get("/v1/runs/default/talk/log"), 404, "no-such-run");
    String run = trigger("quiet", "{}");
    awaitLog(run, "\"over\":true");
    problem(api.get(run + "/log?tail=0"), 400, "bad-request");
    problem(api.get(run + "/log?after=-1"), 400, "bad-request");
    problem(api.get(run + "/log?lines=1"), 400, "bad-request");
  }

  @Test
  void whatWasForwardedIsNotForwardedAgain() throws Exception {
    String run = trigger("talk", "{}");
    awaitLog(run, "\"over\":true");
    JsonObject refused =
        problem(api.get(run + "/log", LogForward.FORWARDED, "node-9"), 503, "log-out-of-reach");
    assertThat(refused.requiredText("detail")).contains("on node " + leader);
  }

  @Test
  void theLogOnANodeThatIsGoneIsOutOfReach() throws Exception {
    String run = trigger("talk", "{}");
    awaitLog(run, "\"over\":true");
    Served gone = nodes.leader();
    nodes.end(gone);
    await("it is noticed")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get(run + "/log").statusCode() == 503);
    JsonObject problem = problem(api.get(run + "/log"), 503, "log-out-of-reach");
    assertThat(problem.requiredText("detail")).contains(run.substring(9)).contains(leader);

    // The same node, started again, has what it kept.
    nodes.start(leader, JOBS);
    assertThat(texts(awaitLog(run, "falls silent"))).contains("prints hello");
  }
}

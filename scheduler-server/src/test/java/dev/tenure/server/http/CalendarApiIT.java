package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Calendars over the interface, beside those of job files. */
final class CalendarApiIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final String BASE = "/v1/groups/default/calendars";
  private static final String WEEKENDS = "{\"type\":\"weekly\",\"days\":[\"SAT\",\"SUN\"]}";
  private static final String FILES =
      "calendars { ours { type = monthly, days = [1] } }\njobs {}\n";

  @TempDir private Path folder;
  private ServedNodes nodes;
  private ApiClient api;

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.start("node-1", FILES);
    api = new ApiClient(nodes.leader().server());
    await("the files are applied")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get(BASE).body().contains("\"source\":\"FILES\""));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void aCalendarIsStoredChangedGuardedAndRemoved() throws Exception {
    HttpResponse<String> created =
        api.send("PUT", BASE + "/weekends", WEEKENDS, "If-None-Match", "*");
    JsonObject calendar = json(created, 201);
    assertThat(calendar.requiredObject("definition").requiredText("type")).isEqualTo("weekly");
    String tag = created.headers().firstValue("ETag").orElseThrow();
    problem(api.send("PUT", BASE + "/weekends", WEEKENDS, "If-None-Match", "*"), 412, "exists");

    String itself = calendar.requiredObject("definition").toString();
    assertThat(json(api.send("PUT", BASE + "/weekends", itself), 200).requiredNumber("revision"))
        .as("what was read can be sent, and changes nothing")
        .isEqualTo(calendar.requiredNumber("revision"));
    JsonObject changed =
        json(
            api.send("PUT", BASE + "/weekends", WEEKENDS.replace(",\"SUN\"", ""), "If-Match", tag),
            200);
    assertThat(changed.requiredNumber("revision"))
        .isGreaterThan(calendar.requiredNumber("revision"));
    problem(
        api.send("PUT", BASE + "/weekends", WEEKENDS, "If-Match", tag), 412, "changed-meanwhile");
    assertThat(json(api.get(BASE), 200).requiredObjects("calendars")).hasSize(2);

    assertThat(api.send("DELETE", BASE + "/weekends", "").statusCode()).isEqualTo(204);
    problem(api.get(BASE + "/weekends"), 404, "no-such-calendar");
    problem(api.send("DELETE", BASE + "/weekends", ""), 404, "no-such-calendar");
  }

  @Test
  void whatIsInUseStaysAlsoOfAJobThatIsNotEnabled() throws Exception {
    json(api.send("PUT", BASE + "/weekends", WEEKENDS), 201);
    String job =
        "{\"class\":\"dev.tenure.server.http.ServedNodes$Echo\",\"every\":\"1h\","
            + "\"calendar\":\"weekends\",\"enabled\":false}";
    json(api.send("PUT", "/v1/groups/default/jobs/resting", job), 201);
    assertThat(
            problem(api.send("DELETE", BASE + "/weekends", ""), 409, "in-use")
                .requiredText("detail"))
        .contains("job resting");
    assertThat(api.send("DELETE", "/v1/groups/default/jobs/resting", "").statusCode())
        .isEqualTo(204);
    assertThat(api.send("DELETE", BASE + "/weekends", "").statusCode()).isEqualTo(204);
  }

  @Test
  void whatCannotBeUsedIsRefused() throws Exception {
    problem(
        api.send("PUT", BASE + "/x", "{\"type\":\"weekly\",\"dais\":[]}"), 422, "invalid-calendar");
    problem(
        api.send("PUT", BASE + "/x", "{\"type\":\"cron\",\"cron\":\"99 * *\"}"),
        422,
        "invalid-calendar");
    for (String base : new String[] {"nowhere", "x"}) {
      JsonObject refused =
          problem(
              api.send("PUT", BASE + "/x", WEEKENDS.replace("{", "{\"base\":\"" + base + "\",")),
              422,
              "invalid-calendar");
      assertThat(refused.requiredObjects("problems").get(0).requiredText("path")).isEqualTo("base");
    }
    problem(api.send("PUT", BASE + "/ours", WEEKENDS), 409, "of-job-files");
    problem(api.send("DELETE", BASE + "/ours", ""), 409, "of-job-files");
    problem(api.get(BASE + "/nothing"), 404, "no-such-calendar");
  }
}

package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.PersistJobDataAfterExecution;

/** A secret is seen by the run that needs it, and by nobody and nothing else. */
final class SecretsIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final String SECRET = "open-sesame-4711";
  private static final String REFERENCE = "{\"secret\":{\"file\":\"db/password\"}}";
  private static final String BASE = "/v1/groups/default/jobs/";
  private static final String JOBS =
      """
      jobs {
        careless {
          class = "%1$s", at = "2099-01-01T00:00:00Z"
          data { password { secret { file = "db/password" } }, list = [{ secret { file = "db/password" } }] }
        }
        missing { class = "%1$s", at = "2099-01-01T00:00:00Z", data.password.secret.file = nowhere }
      }
      """
          .formatted(Careless.class.getName());

  @TempDir private Path folder;
  private ServedNodes nodes;
  private ApiClient api;

  /** Sees a secret, and copies all that it sees into what is kept. */
  @PersistJobDataAfterExecution
  public static final class Careless implements Job {
    static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private String password = "";

    /** Called with what the reference stands for. */
    public void setPassword(String password) {
      this.password = password;
    }

    @Override
    public void execute(JobExecutionContext context) {
      JobDataMap merged = context.getMergedJobDataMap();
      SEEN.add(password + " " + merged.get("password") + " " + merged.get("list"));
      JobDataMap kept = context.getJobDetail().getJobDataMap();
      kept.put("copy", merged.get("password"));
      kept.put("runs", kept.containsKey("runs") ? kept.getLong("runs") + 1 : 1L);
    }
  }

  @BeforeEach
  void cluster() throws IOException {
    Careless.SEEN.clear();
    Files.createDirectories(folder.resolve("secrets/db"));
    Files.writeString(folder.resolve("secrets/db/password"), SECRET + "\n");
    nodes = new ServedNodes(etcd, folder);
    api = new ApiClient(nodes.start("node-1", JOBS, "secrets.dir = secrets").server());
    nodes.leader();
    await("the jobs are known")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/jobs").body().contains("\"total\":2"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private JsonObject run(String job, String body) throws Exception {
    String id = json(api.post(BASE + job + "/trigger", body), 202).requiredText("run");
    await(id + " has ended")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/runs/" + id).body().contains("\"finished\""));
    return json(api.get("/v1/runs/" + id), 200);
  }

  private List<String> stored() throws Exception {
    try (EtcdStore store = etcd.open()) {
      return store
          .list(nodes.root())
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .entries()
          .stream()
          .map(entry -> entry.key() + " = " + entry.value().utf8())
          .toList();
    }
  }

  @Test
  void aRunSeesItAndNothingElseEverHoldsIt() throws Exception {
    assertThat(run("careless", "").requiredText("state")).isEqualTo("SUCCEEDED");
    assertThat(run("careless", "").requiredText("state")).isEqualTo("SUCCEEDED");
    assertThat(Careless.SEEN).hasSize(2).containsOnly(SECRET + " " + SECRET + " [" + SECRET + "]");

    assertThat(api.get(BASE + "careless").body()).contains(REFERENCE).doesNotContain(SECRET);
    for (String path : List.of("/v1/jobs", "/v1/runs", "/v1/runs?job=careless", "/v1/now")) {
      assertThat(api.get(path).body()).doesNotContain(SECRET);
    }
    assertThat(stored())
        .isNotEmpty()
        .anySatisfy(entry -> assertThat(entry).contains(REFERENCE))
        .noneSatisfy(entry -> assertThat(entry).contains(SECRET));
  }

  @Test
  void aNewSecretCountsFromTheNextRunOn() throws Exception {
    run("careless", "");
    Files.writeString(folder.resolve("secrets/db/password"), "another");
    run("careless", "");
    assertThat(Careless.SEEN.get(1)).startsWith("another another");
  }

  @Test
  void oneThatCannotBeHadFailsTheRunByName() throws Exception {
    JsonObject run = run("missing", "");
    assertThat(run.requiredText("state")).isEqualTo("FAILED");
    assertThat(run.requiredObject("error").requiredText("message"))
        .contains("data.password: refers to a secret file \"nowhere\", which does not exist in")
        .contains("on node node-1");
    assertThat(Careless.SEEN).isEmpty();
  }

  @Test
  void theInterfaceStoresReferencesAndRefusesThoseThatCannotWork() throws Exception {
    String job = "{\"class\":\"" + Careless.class.getName() + "\",\"every\":\"1h\",\"data\":";
    String good = job + "{\"password\":" + REFERENCE + "}}";
    assertThat(json(api.send("PUT", BASE + "sent", good), 201).toString()).contains(REFERENCE);
    assertThat(run("sent", "").requiredText("state")).isEqualTo("SUCCEEDED");
    for (String wrong :
        List.of(
            "{\"secret\":{\"file\":\"../../etc/passwd\"}}",
            "{\"secret\":{\"file\":\"/etc/passwd\"}}",
            "{\"secret\":{\"env\":\"HOME\"}}",
            "{\"secret\":{\"env\":\"TENURE_SECRET_A\",\"file\":\"x\"}}",
            "{\"secret\":{}}")) {
      JsonObject refused =
          problem(
              api.send("PUT", BASE + "wrong", job + "{\"password\":" + wrong + "}}"),
              422,
              "invalid-job");
      assertThat(refused.requiredObjects("problems").get(0).requiredText("path"))
          .isEqualTo("data.password");
    }
  }

  @Test
  void whoMayTriggerAJobMayNotHaveItReadAnything() throws Exception {
    JsonObject run = run("careless", "{\"data\":{\"note\":" + REFERENCE + "}}");
    assertThat(run.requiredText("state")).isEqualTo("FAILED");
    assertThat(run.requiredObject("error").requiredText("message"))
        .contains("data.note was passed to this run alone");
    assertThat(Careless.SEEN).isEmpty();
  }
}

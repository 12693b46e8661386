package dev.tenure.server.page;

import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three node processes, and jobs of which something is always to be seen. */
final class PageCluster implements AutoCloseable {

  private static final String JOBS =
      """
      jobs {
        tick {
          description = "Writes a line, so that one sees who leads"
          class = "dev.tenure.examples.LogJob", every = 1s, catch-up { policy = all, max = 100000 }
        }
        slow {
          description = "Takes eight seconds and reports progress"
          class = "dev.tenure.examples.SlowJob", every = 10s, catch-up = skip, concurrency = forbid
          data { steps = 8, step-duration = 1s }
        }
        failing {
          description = "What a failure looks like"
          class = "dev.tenure.examples.FailingJob", every = 20s, catch-up = skip
          data.message = "this job fails on purpose"
        }
        letter {
          description = "Early in the morning, or when somebody asks for it", owner = "the post office"
          class = "dev.tenure.examples.LogJob", cron = "30 2 * * *", time-zone = "Europe/Berlin"
          tags = [paper], data.message = "by the clock"
        }
        talk {
          description = "Prints a line, and a little later another one"
          class = "dev.tenure.examples.ShellCommand", cron = "@monthly"
          data.command = [sh, "-c", "echo the first line; sleep 5; echo the last line"]
        }
        quiet { class = "dev.tenure.examples.LogJob", cron = "@monthly" }
        far { class = "dev.tenure.examples.LogJob", cron = "30 2 * * *", time-zone = "Asia/Tokyo" }
        patient {
          description = "Goes on for ten minutes, or until somebody stops it"
          class = "dev.tenure.examples.SlowJob", cron = "@monthly"
          data { steps = 600, step-duration = 1s }
        }
      }
      """;

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Launched> nodes = new LinkedHashMap<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();

  /** Starts them, and waits until one leads and the others are in the queue behind it. */
  static PageCluster start(Path folder, List<String> endpoints, String root) throws IOException {
    PageCluster cluster = new PageCluster();
    Files.writeString(folder.resolve("jobs.conf"), JOBS);
    for (String name : List.of("node-1", "node-2", "node-3")) {
      String configuration =
          """
          tenure {
            node.name = %s
            etcd { endpoints = "%s", root = "%s" }
            session.ttl = 3s
            http.bind = "127.0.0.1:0"
            plugins.dir = "%s"
          }
          """
              .formatted(
                  name, String.join(",", endpoints), root, Launched.home().resolve("plugins"));
      Path file = Files.writeString(folder.resolve(name + ".conf"), configuration);
      cluster.nodes.put(
          name, Launched.tenure(folder, Map.of(), "node", "--config", file.toString()));
    }
    cluster.nodes.forEach(
        (name, node) ->
            cluster.addresses.put(
                name, node.awaitLine("listening on (127\\.0\\.0\\.1:\\d+)").group(1)));
    cluster.awaitLeader();
    return cluster;
  }

  /** The one that leads at the moment. */
  String awaitLeader() {
    return await("a leader whom the others know")
        .atMost(LIMIT)
        .until(this::leaderOfAll, Optional::isPresent)
        .orElseThrow();
  }

  /** The address of a node that does not lead. */
  String follower() {
    String leader = awaitLeader();
    return alive().stream()
        .filter(name -> !name.equals(leader))
        .findFirst()
        .map(addresses::get)
        .orElseThrow();
  }

  /** Has a job run, through a node that does not lead, and answers the run when it has ended. */
  String ended(String job) {
    String node = "http://" + follower();
    String run =
        ask(HttpRequest.newBuilder(URI.create(node + "/v1/groups/default/jobs/" + job + "/trigger"))
                .POST(HttpRequest.BodyPublishers.noBody()))
            .flatMap(JsonObject::find)
            .orElseThrow()
            .requiredText("run");
    await(run + " has ended")
        .atMost(LIMIT)
        .until(
            () ->
                ask(HttpRequest.newBuilder(URI.create(node + "/v1/runs/" + run)))
                    .filter(body -> body.contains("\"finished\""))
                    .isPresent());
    return run;
  }

  private Optional<String> ask(HttpRequest.Builder request) {
    try {
      return Optional.of(client.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Kills it as the machine's out-of-memory killer would. */
  void kill(String name) throws IOException, InterruptedException {
    Launched.signal(nodes.get(name).pid(), "KILL");
    nodes.get(name).awaitExit();
  }

  private List<String> alive() {
    return nodes.entrySet().stream()
        .filter(node -> Launched.alive(node.getValue().pid()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Optional<String> leaderOfAll() {
    List<Optional<String>> said = alive().stream().map(this::leaderAsSeenBy).distinct().toList();
    return said.size() == 1 ? said.get(0).filter(alive()::contains) : Optional.empty();
  }

  private Optional<String> leaderAsSeenBy(String name) {
    try {
      URI uri = URI.create("http://" + addresses.get(name) + "/v1/status");
      String body =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return JsonObject.parse(body)
          .requiredObjects("groups")
          .get(0)
          .object("leader")
          .map(leader -> leader.requiredText("node"));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // it is still starting
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(Launched::close);
    await("no process is left")
        .atMost(LIMIT)
        .until(() -> nodes.values().stream().noneMatch(node -> Launched.alive(node.pid())));
  }
}

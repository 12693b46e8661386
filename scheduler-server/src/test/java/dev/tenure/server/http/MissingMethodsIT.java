package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A method that a path does not have is told from a thing that is not there, on every path. */
final class MissingMethodsIT {

  private List<Route> routes = List.of();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    routes = NodeRoutes.of(new StartingNode());
    server = HttpServer.start("127.0.0.1", 0, routes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachPathNamesItsMethods() throws Exception {
    Map<String, Set<String>> paths = new TreeMap<>();
    for (Route route : routes) {
      paths.computeIfAbsent(route.path(), path -> new TreeSet<>()).addAll(route.methods());
    }
    ApiClient client = new ApiClient(server);
    for (Map.Entry<String, Set<String>> path : paths.entrySet()) {
      String example =
          path.getKey()
              .replace("<run>", "group/job/trigger/1/1")
              .replaceAll("[{<][a-z]+[>}]", "something");
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
        if (!path.getValue().contains(method)) {
          var answer = client.send(method, example, "");
          problem(answer, 405, "method-not-allowed");
          assertThat(answer.headers().firstValue("Allow"))
              .as("%s %s", method, example)
              .contains(String.join(", ", path.getValue()));
        }
      }
    }
  }
}

package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document names what there is and nothing else. */
final class OpenApiTest {

  @Test
  void pathsMethodsAndParametersAreThoseOfTheRoutes() {
    Map<String, Set<String>> routes = new TreeMap<>();
    for (Route route : NodeRoutes.of(new StartingNode())) {
      String path = route.path().replace('<', '{').replace('>', '}');
      routes.put(route.method() + " " + path, new TreeSet<>(route.query()));
    }
    routes.put("GET /metrics", Set.of()); // the program adds it, see MetricsIT
    assertThat(new TreeMap<>(ApiDocument.ours().operations())).isEqualTo(routes);
  }
}

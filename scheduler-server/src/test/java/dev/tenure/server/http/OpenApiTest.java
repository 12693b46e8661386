package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document names what there is and nothing else. */
final class OpenApiTest {

  @Test
  void pathsMethodsAndParametersAreThoseOfTheRoutes() {
    Map<String, Set<String>> routes = new TreeMap<>();
    for (Route route : NodeRoutes.of(new Starting())) {
      String path = route.path().replace('<', '{').replace('>', '}');
      routes.put(route.method() + " " + path, new TreeSet<>(route.query()));
    }
    routes.put("GET /metrics", Set.of()); // the program adds it, see MetricsIT
    assertThat(new TreeMap<>(ApiDocument.ours().operations())).isEqualTo(routes);
  }

  private static final class Starting implements NodeView {
    @Override
    public Optional<TenureNode> node() {
      return Optional.empty();
    }

    @Override
    public Optional<NodeStatus> status() {
      return Optional.empty();
    }

    @Override
    public boolean draining() {
      return false;
    }

    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public boolean leads(GroupName group) {
      return false;
    }
  }
}

package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever adds a route says who may use it. */
final class RulesTest {

  private static final Route METRICS = Route.get("/metrics", request -> Response.empty(200));

  private final Rules rules = new Rules(false);

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>(NodeRoutes.of(new StartingNode()));
    routes.add(METRICS); // the program adds it
    return routes;
  }

  @Test
  void eachRouteIsNamed() {
    assertThat(routes())
        .allSatisfy(route -> assertThat(rules.names(route)).as("%s", route).isTrue());
  }

  @Test
  void eachPathOfTheDocumentHasARouteWithARule() {
    Set<String> named = new TreeSet<>();
    for (Route route : routes()) {
      named.add(route.method() + " " + route.path().replace('<', '{').replace('>', '}'));
    }
    assertThat(ApiDocument.ours().operations().keySet()).isSubsetOf(named);
  }

  @Test
  void nobodyIsAskedWhereNothingOfTheClusterIsTold() {
    Set<String> open = new TreeSet<>();
    for (Route route : routes()) {
      if (rules.need(route).isEmpty()) {
        open.add(route.method() + " " + route.path());
      }
    }
    assertThat(open)
        .containsExactly(
            "GET /",
            "GET /assets/<file>",
            "GET /healthz",
            "GET /leaderz",
            "GET /readyz",
            "GET /v1/session",
            "POST /v1/session");
  }

  @Test
  void noViewerChangesAnything() {
    Map<String, Role> weak = new TreeMap<>();
    for (Route route : routes()) {
      Optional<Role> need = rules.need(route);
      if (!route.method().equals("GET") && need.filter(Role.VIEWER::covers).isPresent()) {
        weak.put(route.method() + " " + route.path(), need.get());
      }
    }
    assertThat(weak).containsOnlyKeys("DELETE /v1/session");
  }

  @Test
  void aRouteThatIsForgottenIsForAdminsUnlessItReads() {
    assertThat(rules.need(new Route("POST", "/v1/new", Set.of(), METRICS.handler())))
        .contains(Role.ADMIN);
    assertThat(rules.need(Route.get("/v1/new", request -> Response.empty(200))))
        .contains(Role.VIEWER);
  }

  @Test
  void metricsAreOpenWhereTheSettingSaysSo() {
    assertThat(rules.need(METRICS)).contains(Role.VIEWER);
    assertThat(new Rules(true).need(METRICS)).isEmpty();
  }
}

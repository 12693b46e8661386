package dev.tenure.server.http;

import dev.tenure.config.Role;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which role each route needs. One that is not named here needs {@link Role#VIEWER} if it only
 * reads and {@link Role#ADMIN} if it does not; a test sees to it that all are named. Immutable.
 */
final class Rules {

  private static final Optional<Role> NOBODY_IS_ASKED = Optional.empty();
  private static final Optional<Role> VIEWER = Optional.of(Role.VIEWER);
  private static final Optional<Role> OPERATOR = Optional.of(Role.OPERATOR);
  private static final Optional<Role> ADMIN = Optional.of(Role.ADMIN);
  private static final String METRICS = "GET /metrics";

  private final Map<String, Optional<Role>> rules = new TreeMap<>();

  /**
   * The rules.
   *
   * @param openMetrics whether what the node counts is shown to everybody
   */
  Rules(boolean openMetrics) {
    // The page itself holds nothing of the cluster; it must be there to log in.
    rules.put("GET /", NOBODY_IS_ASKED);
    rules.put("GET /assets/<file>", NOBODY_IS_ASKED);
    rules.put("GET /healthz", NOBODY_IS_ASKED);
    rules.put("GET /readyz", NOBODY_IS_ASKED);
    rules.put("GET /leaderz", NOBODY_IS_ASKED);
    rules.put("GET /v1/session", NOBODY_IS_ASKED);
    rules.put("POST /v1/session", NOBODY_IS_ASKED);
    rules.put("DELETE /v1/session", VIEWER);
    rules.put(METRICS, openMetrics ? NOBODY_IS_ASKED : VIEWER);
    rules.put("GET /v1/status", VIEWER);
    rules.put("GET /v1/etcd", VIEWER);
    rules.put("GET /v1/nodes", VIEWER);
    rules.put("POST /v1/nodes/{node}/drain", OPERATOR);
    rules.put("POST /v1/nodes/{node}/undrain", OPERATOR);
    rules.put("GET /v1/groups", VIEWER);
    rules.put("GET /v1/groups/{group}", VIEWER);
    rules.put("POST /v1/groups/{group}/resign", OPERATOR);
    rules.put("GET /v1/jobs", VIEWER);
    rules.put("GET " + JobRoutes.JOB, VIEWER);
    rules.put("GET " + JobRoutes.JOB + "/slots", VIEWER);
    rules.put("PUT " + JobRoutes.JOB, ADMIN);
    rules.put("DELETE " + JobRoutes.JOB, ADMIN);
    rules.put("POST " + JobRoutes.JOB + "/preview", ADMIN);
    rules.put("POST " + JobRoutes.JOB + "/trigger", OPERATOR);
    rules.put("POST " + JobRoutes.JOB + "/pause", OPERATOR);
    rules.put("POST " + JobRoutes.JOB + "/resume", OPERATOR);
    rules.put("GET /v1/groups/{group}/calendars", VIEWER);
    rules.put("GET /v1/groups/{group}/calendars/{calendar}", VIEWER);
    rules.put("PUT /v1/groups/{group}/calendars/{calendar}", ADMIN);
    rules.put("DELETE /v1/groups/{group}/calendars/{calendar}", ADMIN);
    rules.put("GET /v1/groups/{group}/verdict", VIEWER);
    rules.put("POST /v1/groups/{group}/verdict", OPERATOR);
    rules.put("GET /v1/runs", VIEWER);
    rules.put("GET /v1/runs/<run>", VIEWER);
    rules.put("GET /v1/runs/<run>/log", VIEWER);
    rules.put("POST /v1/runs/<run>/interrupt", OPERATOR);
    rules.put("GET /v1/now", VIEWER);
    rules.put("GET /v1/events", VIEWER);
    rules.put("GET /v1/openapi.json", VIEWER);
    rules.put("GET /v1/audit", ADMIN);
    rules.put("GET /v1/alerts", VIEWER);
    rules.put("POST /v1/alerts/test", OPERATOR);
  }

  /** The role that is needed; empty if nobody is asked who they are. */
  Optional<Role> need(Route route) {
    return rules.getOrDefault(name(route), route.method().equals("GET") ? VIEWER : ADMIN);
  }

  /** Whether the route is named. */
  boolean names(Route route) {
    return rules.containsKey(name(route));
  }

  private static String name(Route route) {
    return route.method() + " " + route.path();
  }
}

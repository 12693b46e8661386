package dev.tenure.server.http;

import dev.tenure.alert.Alert;
import dev.tenure.alert.Alerts;
import dev.tenure.alert.Courier;
import dev.tenure.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a person should know, and a trial of how people are told. */
final class AlertRoutes {

  private final Cluster cluster;

  AlertRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Route> routes() {
    return List.of(
        Route.getLater("/v1/alerts", this::open),
        Route.change("POST", "/v1/alerts/test", this::test));
  }

  private CompletionStage<Response> open(Request request) {
    Alerts alerts = cluster.node().alerts();
    return alerts
        .open()
        .thenApply(
            open -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("alerts", open.alerts().stream().map(AlertRoutes::alert).toList());
              json.put("channels", alerts.channels());
              return Answers.asOf(open.revision(), Response.json(json));
            });
  }

  private static Map<String, Object> alert(Alert alert) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("alert", alert.id().toString());
    json.put("kind", alert.id().kind().word());
    json.put("group", alert.id().group());
    json.put("job", alert.id().job());
    json.put("since", Times.text(alert.since()));
    json.put("last", Times.text(alert.last()));
    json.put("told", Times.text(alert.told()));
    json.put("total", alert.total());
    json.put("message", alert.subject().message());
    json.put("facts", alert.subject().facts());
    return json;
  }

  private CompletionStage<Response> test(Request request) {
    JsonObject body = request.json(Set.of("channel"));
    Optional<String> channel = body.text("channel");
    if (body.has("channel") && channel.isEmpty()) {
      throw new Refusal(Problem.badRequest("\"channel\" must be the name of a channel, as text"));
    }
    Alerts alerts = cluster.node().alerts();
    List<String> known = alerts.channels();
    if (known.isEmpty() || channel.filter(name -> !known.contains(name)).isPresent()) {
      throw new Refusal(noSuchChannel(channel, known));
    }
    return alerts
        .test(channel)
        .thenApply(
            trials ->
                Response.json(Map.of("results", trials.stream().map(AlertRoutes::trial).toList())));
  }

  private static Problem noSuchChannel(Optional<String> channel, List<String> known) {
    return Problem.notFound(
        "no-such-channel",
        channel.map(name -> "this node has no channel \"" + name + "\"; ").orElse("")
            + (known.isEmpty()
                ? "it has none at all: see tenure.alerts.channels"
                : "it has " + String.join(", ", known)));
  }

  private static Map<String, Object> trial(Courier.Trial trial) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("channel", trial.channel());
    json.put("outcome", trial.failure().isEmpty() ? "sent" : "failed");
    json.put("reason", trial.failure());
    return json;
  }
}

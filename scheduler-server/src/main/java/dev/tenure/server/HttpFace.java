package dev.tenure.server;

import dev.tenure.config.HttpConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.node.TenureVersion;
import dev.tenure.server.alert.ChannelMeter;
import dev.tenure.server.alert.Channels;
import dev.tenure.server.cli.NodeFace;
import dev.tenure.server.http.HttpMeter;
import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.NodeRoutes;
import dev.tenure.server.http.NodeView;
import dev.tenure.server.http.Route;
import dev.tenure.server.metrics.NodeMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows the node of the command line over HTTP, with its metrics. */
final class HttpFace implements NodeFace.Open {

  private final HttpServer server;
  private final MetricsPage page;
  private final EventLoop counting;

  private HttpFace(HttpServer server, MetricsPage page, EventLoop counting) {
    this.server = server;
    this.page = page;
    this.counting = counting;
  }

  static NodeFace.Open open(HttpConfig config, NodeFace.View node) throws IOException {
    EventLoop counting = new ThreadEventLoop("metrics");
    try {
      NodeMetrics metrics = new NodeMetrics(TenureVersion.text(), counting);
      MetricsPage page = new MetricsPage(metrics, node);
      List<Route> routes = new ArrayList<>(NodeRoutes.of(new Seen(node)));
      routes.add(page.route());
      routes.forEach(route -> metrics.onRoute(route.path(), route.method()));
      HttpServer server =
          HttpServer.start(
              config.bind().host(),
              config.bind().port(),
              List.of(config.advertise().host()),
              routes,
              new Counted(metrics));
      page.of(server);
      return new HttpFace(server, page, counting);
    } catch (IOException | RuntimeException e) {
      counting.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public TenureNode.Embedding joining(TenureNode.Embedding embedding) {
    NodeMetrics metrics = page.metrics();
    return embedding
        .countedBy(metrics)
        .alertingBy(
            node -> {
              node.alerts().channels().forEach(channel -> metrics.onChannel(channel.name()));
              return Channels.open(node, new Told(metrics));
            });
  }

  @Override
  public void close() {
    server.close();
    counting.close();
  }

  /** What the interface counts, in the words of the other package. */
  private record Counted(NodeMetrics metrics) implements HttpMeter {

    @Override
    public void onAnswered(String route, String method, int status, Duration took) {
      metrics.onAnswered(route, method, status, took);
    }

    @Override
    public void onStreamed(String route, String method, int status) {
      metrics.onStreamed(route, method, status);
    }
  }

  /** What becomes of alerts, in the words of the other package. */
  private record Told(NodeMetrics metrics) implements ChannelMeter {

    @Override
    public void onMessage(String channel, Outcome outcome) {
      metrics.onMessage(channel, outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  /** The same questions, in the words of the other package. */
  private record Seen(NodeFace.View shown) implements NodeView {

    @Override
    public Optional<TenureNode> node() {
      return shown.node();
    }

    @Override
    public Optional<NodeStatus> status() {
      return shown.status();
    }

    @Override
    public boolean draining() {
      return shown.draining();
    }

    @Override
    public boolean ready() {
      return shown.ready();
    }

    @Override
    public boolean leads(GroupName group) {
      return shown.leads(group);
    }
  }
}

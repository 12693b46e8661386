package dev.tenure.server;

import dev.tenure.config.HttpConfig;
import dev.tenure.config.NodeConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.node.Embedding;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.node.TenureVersion;
import dev.tenure.server.alert.ChannelMeter;
import dev.tenure.server.alert.Channels;
import dev.tenure.server.cli.NodeFace;
import dev.tenure.server.http.Access;
import dev.tenure.server.http.HttpMeter;
import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.NodeRoutes;
import dev.tenure.server.http.NodeView;
import dev.tenure.server.http.Route;
import dev.tenure.server.http.TokenAccess;
import dev.tenure.server.http.TokenBook;
import dev.tenure.server.logs.LogbackTap;
import dev.tenure.server.metrics.NodeMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows the node of the command line over HTTP, with its metrics. */
final class HttpFace implements NodeFace.Open {

  private final HttpServer server;
  private final MetricsPage page;
  private final EventLoop counting;
  private final Optional<TokenBook> tokens;

  private HttpFace(
      HttpServer server, MetricsPage page, EventLoop counting, Optional<TokenBook> tokens) {
    this.server = server;
    this.page = page;
    this.counting = counting;
    this.tokens = tokens;
  }

  static NodeFace.Open open(NodeConfig node, NodeFace.View view) throws IOException {
    HttpConfig config = node.http();
    Optional<TokenBook> tokens = node.api().tokensFile().map(TokenBook::open);
    EventLoop counting = new ThreadEventLoop("metrics");
    try {
      NodeMetrics metrics = new NodeMetrics(TenureVersion.text(), counting);
      MetricsPage page = new MetricsPage(metrics, view);
      Counted counted = new Counted(metrics);
      Access access =
          tokens
              .map(book -> TokenAccess.of(book, node.api().openMetrics(), counted))
              .orElse(Access.OPEN);
      List<Route> routes = new ArrayList<>(NodeRoutes.of(new Seen(view), access, config));
      routes.add(page.route());
      routes.forEach(route -> metrics.onRoute(route.path(), route.method()));
      HttpServer server =
          HttpServer.start(config, List.of(config.advertise().host()), routes, access, counted);
      page.of(server);
      return new HttpFace(server, page, counting, tokens);
    } catch (IOException | RuntimeException e) {
      counting.close();
      tokens.ifPresent(TokenBook::close);
      throw e;
    }
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Embedding joining(Embedding embedding) {
    NodeMetrics metrics = page.metrics();
    return embedding
        .countedBy(metrics)
        .loggingBy(new LogbackTap())
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
    tokens.ifPresent(TokenBook::close);
  }

  /** What the interface counts, in the words of the other package. */
  private record Counted(NodeMetrics metrics) implements HttpMeter {

    @Override
    public void onAnswered(String route, String method, int status, Duration took) {
      metrics.onAnswered(route, method, status, took);
    }

    @Override
    public void onCertificate(Instant until) {
      metrics.onCertificate("http", until);
    }

    @Override
    public void onDenied(String reason) {
      metrics.onDenied(reason);
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

package dev.tenure.server.http;

import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.HttpLimits;
import dev.tenure.time.NanoClock;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that carries the routes. Adds to each answer what all answers have in common: the
 * security headers, and RFC 9457 for every error; refuses what no handler should have to look at.
 *
 * <p>Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final int MAX_HEADER_BYTES = 8 << 10;
  private static final int MAX_THREADS = 32;
  private static final Duration STOP_GRACE = Duration.ofSeconds(2);

  private final Javalin javalin;
  private final Parts parts;
  private final List<Route> routes;

  /** What a server is made of, beside the library. */
  private record Parts(
      QueuedThreadPool threads,
      Lines lines,
      EventSender events,
      Porch porch,
      Exchange exchange,
      Entrance entrance) {}

  private HttpServer(Javalin javalin, Parts parts, List<Route> routes) {
    this.javalin = javalin;
    this.parts = parts;
    this.routes = List.copyOf(routes);
  }

  /** As below, for a server that is known by the name of its address alone. */
  public static HttpServer start(String host, int port, List<Route> routes) throws IOException {
    return start(host, port, List.of(), routes);
  }

  /** As below, without https, with the usual limits; and nobody counts. */
  static HttpServer start(String host, int port, Collection<String> names, List<Route> routes)
      throws IOException {
    HostPort bind = new HostPort(host, port);
    return start(
        new HttpConfig(bind, bind, true, Optional.empty(), HttpLimits.DEFAULT),
        names,
        routes,
        HttpMeter.NONE);
  }

  /** As below, and anybody may ask for anything. */
  public static HttpServer start(
      HttpConfig config, Collection<String> names, List<Route> routes, HttpMeter meter)
      throws IOException {
    return start(config, names, routes, Access.OPEN, meter);
  }

  /**
   * Starts to listen; blocks until it does.
   *
   * @param config where, how encrypted and with what limits
   * @param names under which names it may be spoken to, beside the bound address and loopback
   * @param routes what to answer
   * @param access who may ask for what
   * @param meter is told of each answer
   * @throws IOException when the address cannot be bound, or https not be spoken; the message says
   *     which and why
   */
  public static HttpServer start(
      HttpConfig config,
      Collection<String> names,
      List<Route> routes,
      Access access,
      HttpMeter meter)
      throws IOException {
    Parts parts = parts(config, names, access, meter);
    HostPort bind = config.bind();
    try {
      Javalin javalin =
          Javalin.create(settings -> configure(settings, parts, routes))
              .start(bind.host(), bind.port());
      parts.lines().start();
      parts.entrance().watch(meter::onCertificate);
      return new HttpServer(javalin, parts, routes);
    } catch (JavalinException e) {
      parts.lines().close();
      throw new IOException(
          "cannot listen on " + bind.host() + ":" + bind.port() + ": " + reason(e), e);
    }
  }

  private static Parts parts(
      HttpConfig config, Collection<String> names, Access access, HttpMeter meter)
      throws IOException {
    NanoClock clock = NanoClock.system();
    HttpLimits limits = config.limits();
    Optional<HttpsKey> key = Optional.empty();
    if (config.tls().isPresent()) {
      key = Optional.of(new HttpsKey(config.tls().get()));
    }
    QueuedThreadPool threads = threads();
    Lines lines = new Lines(limits, clock);
    EventSender events = new EventSender(limits, threads);
    Porch porch = new Porch(new RateLimit(limits, clock), lines, meter, threads, clock);
    List<String> all = new ArrayList<>(names);
    all.add(config.bind().host());
    Exchange exchange = new Exchange(new Guard(new Hosts(all)), access, threads, events, meter);
    return new Parts(
        threads, lines, events, porch, exchange, new Entrance(config.bind(), lines, key));
  }

  /** How many streams of events are open. */
  public int streams() {
    return parts.events().open();
  }

  /** How many connections there are. */
  int connections() {
    return parts.lines().open();
  }

  /** The port that is listened on. */
  public int port() {
    return javalin.port();
  }

  /**
   * Ends the streams of events, lets requests in progress end, for two seconds at most, and stops
   * listening. Idempotent.
   */
  @Override
  public void close() {
    parts.events().close();
    for (Route route : routes) {
      if (route.handler() instanceof Route.Streaming streaming) {
        streaming.close();
      }
    }
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.warn("the HTTP server cut off requests that did not end: {}", reason(e));
    } finally {
      parts.lines().close();
      parts.entrance().close();
    }
  }

  private static void configure(JavalinConfig config, Parts parts, List<Route> routes) {
    Exchange exchange = parts.exchange();
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    // The porch compresses, as it alone knows when that gives nothing away.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool = parts.threads();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
          // Names that stand for ones of Quartz hold percent signs, which are part of the name.
          http.setUriCompliance(
              UriCompliance.DEFAULT.with("names", Violation.AMBIGUOUS_PATH_ENCODING));
        });
    config.jetty.addConnector(parts.entrance()::connector);
    config.jetty.modifyServer(server -> modify(server, parts));
    config.requestLogger.http(exchange::answered);
    config.routes.before(exchange::check);
    for (MissingMethods.Missing missing : MissingMethods.of(routes)) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(missing.method()),
          missing.path(),
          context -> {
            throw new MethodNotAllowedResponse(
                "Method not allowed", Map.of("availableMethods", missing.allowed()));
          });
    }
    for (Route route : routes) {
      for (String method : route.methods()) {
        // Left alone, the library answers every HEAD with 200, whatever GET would say.
        config.routes.addHttpHandler(
            HandlerType.findOrCreate(method),
            route.path(),
            context -> exchange.answer(route, context));
      }
    }
    config.routes.exception(Refusal.class, exchange::refuse);
    config.routes.exception(HttpResponseException.class, exchange::refuse);
    config.routes.exception(Exception.class, exchange::fail);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("http");
    threads.setDaemon(true);
    return threads;
  }

  private static void modify(Server server, Parts parts) {
    server.insertHandler(parts.porch());
    // Without both of these, stopping cuts off the requests in progress.
    server.setStopTimeout(STOP_GRACE.toMillis());
    server.insertHandler(new GracefulHandler());
    Map<String, String> headers = new LinkedHashMap<>(Exchange.HEADERS);
    headers.putAll(parts.entrance().headers());
    server.setErrorHandler(new ProblemErrorHandler(headers));
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}

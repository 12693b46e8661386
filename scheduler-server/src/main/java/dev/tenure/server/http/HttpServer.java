package dev.tenure.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private final EventSender events;
  private final List<Route> routes;

  private HttpServer(Javalin javalin, EventSender events, List<Route> routes) {
    this.javalin = javalin;
    this.events = events;
    this.routes = List.copyOf(routes);
  }

  /** As below, for a server that is known by the name of its address alone. */
  public static HttpServer start(String host, int port, List<Route> routes) throws IOException {
    return start(host, port, List.of(), routes);
  }

  /** As below, and nobody counts. */
  static HttpServer start(String host, int port, Collection<String> names, List<Route> routes)
      throws IOException {
    return start(host, port, names, routes, HttpMeter.NONE);
  }

  /**
   * Starts to listen; blocks until it does.
   *
   * @param host the address to bind
   * @param port the port to bind; 0 for any free one
   * @param names under which names it may be spoken to, beside that address and loopback
   * @param routes what to answer
   * @param meter is told of each answer
   * @throws IOException when the address cannot be bound; the message says which and why
   */
  public static HttpServer start(
      String host, int port, Collection<String> names, List<Route> routes, HttpMeter meter)
      throws IOException {
    EventSender events = new EventSender();
    QueuedThreadPool threads = threads();
    List<String> all = new ArrayList<>(names);
    all.add(host);
    Exchange exchange = new Exchange(new Guard(new Hosts(all)), threads, events, meter);
    try {
      return new HttpServer(
          Javalin.create(config -> configure(config, threads, exchange, routes)).start(host, port),
          events,
          routes);
    } catch (JavalinException e) {
      throw new IOException("cannot listen on " + host + ":" + port + ": " + reason(e), e);
    }
  }

  /** How many streams of events are open. */
  public int streams() {
    return events.open();
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
    events.close();
    for (Route route : routes) {
      if (route.handler() instanceof Route.Streaming streaming) {
        streaming.close();
      }
    }
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.warn("the HTTP server cut off requests that did not end: {}", reason(e));
    }
  }

  private static void configure(
      JavalinConfig config, QueuedThreadPool threads, Exchange exchange, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
          // Names that stand for ones of Quartz hold percent signs, which are part of the name.
          http.setUriCompliance(
              UriCompliance.DEFAULT.with("names", Violation.AMBIGUOUS_PATH_ENCODING));
        });
    config.jetty.modifyServer(HttpServer::modify);
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

  private static void modify(Server server) {
    // Without both of these, stopping cuts off the requests in progress.
    server.setStopTimeout(STOP_GRACE.toMillis());
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(new ProblemErrorHandler(Exchange.HEADERS));
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

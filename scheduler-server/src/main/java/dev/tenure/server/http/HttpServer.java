package dev.tenure.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that carries the routes. Adds to each answer what all answers have in common: the
 * security headers, and RFC 9457 for every error.
 *
 * <p>Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final long MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_HEADER_BYTES = 8 << 10;
  private static final int MAX_THREADS = 32;
  private static final Duration STOP_GRACE = Duration.ofSeconds(2);

  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");

  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts to listen; blocks until it does.
   *
   * @param host the address to bind
   * @param port the port to bind; 0 for any free one
   * @param routes what to answer
   * @throws IOException when the address cannot be bound; the message says which and why
   */
  public static HttpServer start(String host, int port, List<Route> routes) throws IOException {
    try {
      return new HttpServer(Javalin.create(config -> configure(config, routes)).start(host, port));
    } catch (JavalinException e) {
      throw new IOException("cannot listen on " + host + ":" + port + ": " + reason(e), e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return javalin.port();
  }

  /** Lets requests in progress end, for two seconds at most, and stops listening. Idempotent. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.warn("the HTTP server cut off requests that did not end: {}", reason(e));
    }
  }

  private static void configure(JavalinConfig config, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.jetty.threadPool = threads();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
    config.jetty.modifyServer(HttpServer::modify);
    for (Route route : routes) {
      config.routes.get(route.path(), context -> write(context, answer(route, context)));
      // Left alone, the library answers every HEAD with 200, whatever GET would say.
      config.routes.head(route.path(), context -> write(context, answer(route, context)));
    }
    config.routes.exception(HttpResponseException.class, HttpServer::refuse);
    config.routes.exception(Exception.class, HttpServer::fail);
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
    server.setErrorHandler(new ProblemErrorHandler(HEADERS));
  }

  private static Response answer(Route route, Context context) {
    return route
        .handler()
        .handle(new Request(context.method().name(), context.path(), context.queryParamMap()));
  }

  private static void refuse(HttpResponseException e, Context context) {
    String asked = context.method() + " " + context.path();
    String detail =
        switch (e.getStatus()) {
          case 404 -> "there is nothing at " + context.path();
          case 405 -> asked + " is not possible: this path is only read";
          default -> asked + ": " + e.getMessage();
        };
    Response response = Problem.ofStatus(e.getStatus(), detail).response();
    write(context, e.getStatus() == 405 ? response.with("Allow", "GET, HEAD") : response);
  }

  private static void fail(Exception e, Context context) {
    log.error(
        "{} {} failed; this is a defect, please report it", context.method(), context.path(), e);
    write(context, Problem.ofStatus(500, "the node's log says more").response());
  }

  private static void write(Context context, Response response) {
    HEADERS.forEach(context::header);
    response.headers().forEach(context::header);
    context.status(response.status()).contentType(response.contentType());
    if (!context.method().equals(HandlerType.HEAD)) {
      context.result(response.body());
    }
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

package dev.tenure.server.http;

import dev.tenure.time.NanoClock;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the library and the handlers: what was asked as plain data, and back. Thread-safe. */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private static final String ROUTE = "tenure.route";
  private static final int MAX_BODY_BYTES = ArrivingBody.MAX_BYTES;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "DELETE", "PATCH");

  /** What every answer has. */
  static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");

  private final Guard guard;
  private final Access access;
  private final Executor threads;
  private final EventSender events;
  private final HttpMeter meter;

  Exchange(Guard guard, Access access, Executor threads, EventSender events, HttpMeter meter) {
    this.guard = guard;
    this.access = access;
    this.threads = threads;
    this.events = events;
    this.meter = meter;
  }

  /** Before anything else, whatever the path. */
  void check(Context context) {
    guard.checkSite(context.method().name(), context.req().getServerName(), headers(context));
  }

  void answer(Route route, Context context) {
    context.attribute(ROUTE, route);
    Request request = request(route, context);
    if (route.handler() instanceof Route.Now now) {
      write(context, now.handle(request));
    } else if (route.handler() instanceof Route.Later later) {
      CompletableFuture<?> answered =
          later
              .handle(request)
              // Never on the thread of whoever completed it: writing may block.
              .handleAsync((response, failure) -> settle(context, response, failure), threads)
              .toCompletableFuture();
      context.future(() -> answered);
    } else {
      stream(context, route, (Route.Streaming) route.handler(), request);
    }
  }

  /** After everything else. */
  void answered(Context context, float millis) {
    Route route = context.attribute(ROUTE);
    String path = route == null ? "" : route.path();
    String method = context.method().name();
    int status = context.statusCode();
    if (route != null && route.handler() instanceof Route.Streaming && status == 200) {
      meter.onStreamed(path, method, status);
    } else {
      meter.onAnswered(path, method, status, Duration.ofNanos((long) (millis * 1_000_000)));
    }
  }

  private Response settle(
      Context context, @Nullable Response response, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (response == null && cause instanceof Refusal refusal) {
      refuse(refusal, context);
    } else if (response == null) {
      fail(cause instanceof Exception e ? e : new IllegalStateException(cause), context);
    } else {
      write(context, response);
    }
    return response == null ? Response.empty(500) : response;
  }

  private void stream(Context context, Route route, Route.Streaming handler, Request request) {
    Response head = new Response(200, "text/event-stream", Map.of("X-Accel-Buffering", "no"), "");
    if (request.method().equals("HEAD")) {
      write(context, head);
      return;
    }
    Answer answer = Answer.of(context.req());
    EventFeed feed =
        events.open(
            answer.guest(),
            () ->
                new AdmittedFeed(
                    handler.open(request), () -> stillAdmits(route, request), NanoClock.system()));
    head(context, head);
    context.future(() -> events.send(feed, answer));
  }

  private boolean stillAdmits(Route route, Request request) {
    try {
      access.admit(route, request.caller().peer(), request.headers());
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  private Request request(Route route, Context context) {
    Map<String, String> headers = headers(context);
    // First: what is wrong with a request is told to those alone who may make it.
    Caller caller = access.admit(route, peer(context), headers);
    Map<String, List<String>> query = query(context);
    Guard.checkQuery(route, query);
    String body = WITH_BODY.contains(context.method().name()) ? body(context) : "";
    Guard.checkBody(body, Optional.ofNullable(headers.get("content-type")));
    return new Request(
        context.method().name(),
        context.path(),
        context.pathParamMap(),
        query,
        headers,
        body,
        caller);
  }

  private static Peer peer(Context context) {
    return new Peer(
        context.req().getRemoteAddr(), context.req().getLocalPort(), context.req().isSecure());
  }

  private static Map<String, List<String>> query(Context context) {
    try {
      return context.queryParamMap();
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.badRequest("the query is not encoded as a query must be"));
    }
  }

  private static Map<String, String> headers(Context context) {
    Map<String, String> headers = new HashMap<>();
    context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  private static String body(Context context) {
    byte[] bytes;
    try {
      bytes = context.req().getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    } catch (IOException | RuntimeException e) {
      throw new Refusal(Problem.badRequest("the body did not arrive as it was announced"));
    }
    if (bytes.length > MAX_BODY_BYTES) {
      throw new Refusal(
          Problem.ofStatus(
              413, "a body may take " + MAX_BODY_BYTES + " bytes, and this one is longer"));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void refuse(Refusal refusal, Context context) {
    write(context, refusal.response());
  }

  /** What the library itself refuses. */
  void refuse(HttpResponseException e, Context context) {
    String asked = context.method().name() + " " + context.path();
    if (e.getStatus() == 405) {
      String allowed = methods(e);
      write(
          context,
          Problem.ofStatus(405, asked + " is not possible; allowed: " + allowed)
              .response()
              .with("Allow", allowed));
      return;
    }
    String detail =
        e.getStatus() == 404
            ? "there is nothing at " + context.path()
            : asked + ": " + e.getMessage();
    write(context, Problem.ofStatus(e.getStatus(), detail).response());
  }

  private static String methods(HttpResponseException e) {
    Set<String> methods = new TreeSet<>();
    e.getDetails().values().forEach(list -> methods.addAll(List.of(list.split(", *", -1))));
    return String.join(", ", methods);
  }

  void fail(Exception e, Context context) {
    log.error(
        "{} {} failed; this is a defect, please report it",
        context.method().name(),
        context.path(),
        e);
    write(context, Problem.ofStatus(500, "the node's log says more").response());
  }

  private static void head(Context context, Response response) {
    HEADERS.forEach(context::header);
    response.headers().forEach(context::header);
    context.status(response.status());
    if (!response.contentType().isEmpty()) {
      context.contentType(response.contentType());
    }
  }

  private static void write(Context context, Response response) {
    head(context, response);
    if (!context.method().equals(HandlerType.HEAD) && response.body().size() > 0) {
      context.result(response.body().toArray());
    }
  }
}

package dev.tenure.server.http;

import dev.tenure.time.NanoClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait outside: here those are refused that are too many, and bodies arrive before a
 * thread is given to anybody. Behind it nobody waits for a client, neither to hear nor to be heard.
 */
final class Porch extends Handler.Wrapper {

  /** Not counted among those of all clients: a node under load is no reason to restart it. */
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz", "/leaderz");

  private final RateLimit rate;
  private final Lines lines;
  private final HttpMeter meter;
  private final Executor threads;
  private final NanoClock clock;
  private final BodyRoom room = new BodyRoom();

  Porch(RateLimit rate, Lines lines, HttpMeter meter, Executor threads, NanoClock clock) {
    this.rate = rate;
    this.lines = lines;
    this.meter = meter;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Line line = line(request);
    Answer answer = new Answer(request, response, line, clock);
    Callback end = answer.ending(callback);
    Optional<Duration> wait =
        rate.admit(line.guest(), path(request), asked -> !PROBES.contains(asked));
    if (wait.isPresent()) {
      line.arrived();
      refuse(request, answer, end, tooMany(wait.get()));
      return true;
    }
    HttpFields headers = request.getHeaders();
    long length = headers.getLongField(HttpHeader.CONTENT_LENGTH);
    if (length <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      line.arrived();
      return super.handle(request, answer, end);
    }
    if (length > ArrivingBody.MAX_BYTES && headers.contains(HttpHeader.EXPECT)) {
      line.arrived();
      refuse(request, answer, end, ArrivingBody.tooLong().response());
      return true;
    }
    new ArrivingBody(request, room)
        .read()
        .whenComplete((body, failure) -> arrived(request, answer, line, end, body, failure));
    return true;
  }

  private Line line(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    return lines
        .of(connection)
        .orElseGet(
            () ->
                new Line(
                    connection,
                    Guest.of(request.getConnectionMetaData().getRemoteSocketAddress()),
                    clock.nanos()));
  }

  private static String path(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    return path == null ? "" : path;
  }

  private void arrived(
      Request request,
      Answer answer,
      Line line,
      Callback end,
      byte @Nullable [] body,
      @Nullable Throwable failure) {
    line.arrived();
    if (body == null) {
      refuse(request, answer, end, problem(failure).response());
      return;
    }
    int size = body.length;
    Callback leaving = Callback.from(() -> room.giveBack(size), end);
    try {
      // What waits for content must not be held up by what then works on it.
      threads.execute(() -> enter(new ArrivedRequest(request, body), answer, leaving));
    } catch (RejectedExecutionException e) {
      leaving.failed(e);
    }
  }

  private void enter(Request request, Answer answer, Callback end) {
    try {
      if (!super.handle(request, answer, end)) {
        Response.writeError(request, answer, end, 404);
      }
    } catch (Throwable e) {
      Response.writeError(request, answer, end, e);
    }
  }

  private static Problem problem(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Refusal refusal
        ? refusal.problem()
        : Problem.badRequest("the body did not arrive as it was announced");
  }

  private static dev.tenure.server.http.Response tooMany(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return new Problem(
            429,
            "too-many-requests",
            "Too many requests",
            "this node has been asked too often; ask again in "
                + seconds
                + " s, or see tenure.http.limits")
        .response()
        .with("Retry-After", Long.toString(seconds));
  }

  private void refuse(
      Request request, Answer answer, Callback end, dev.tenure.server.http.Response refusal) {
    answer.setStatus(refusal.status());
    HttpFields.Mutable headers = answer.getHeaders();
    Exchange.HEADERS.forEach(headers::put);
    refusal.headers().forEach(headers::put);
    headers.put(HttpHeader.CONTENT_TYPE, refusal.contentType());
    answer.write(true, ByteBuffer.wrap(refusal.body().toArray()), end);
    meter.onAnswered(
        "",
        request.getMethod(),
        refusal.status(),
        Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
  }
}

package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What goes to the node that has a log, and what is taken from it. */
final class LogForwardTest {

  private static final RunId RUN = RunId.parse("default/a%2Fb/manual~x/1795861996798/1");

  private static HttpRequest forwarded(Map<String, String> headers) {
    Request request =
        new Request(
            "GET",
            "/v1/runs/" + RUN + "/log",
            Map.of(),
            Map.of("tail", List.of("5")),
            headers,
            "",
            new Caller("ops", Role.VIEWER, Peer.NOBODY, Optional.of(new Secret("abc"))));
    return LogForward.forwarded("127.0.0.1:7072", new NodeName("node-1"), RUN, request);
  }

  @Test
  void whoAsksIsKnownThereByTheSameCredential() {
    HttpRequest request =
        forwarded(Map.of("accept", "text/plain", "cookie", "the session of a browser"));
    assertThat(request.headers().firstValue("Authorization")).contains("Bearer abc");
    assertThat(request.headers().firstValue("Accept")).contains("text/plain");
    assertThat(request.headers().firstValue("Cookie")).isEmpty();
    assertThat(request.headers().firstValue(LogForward.FORWARDED)).contains("node-1");
  }

  @Test
  void theSameIsAskedFor() {
    assertThat(forwarded(Map.of()).uri())
        .hasToString(
            "http://127.0.0.1:7072/v1/runs/default/a%252Fb/manual%7Ex/1795861996798/1/log?tail=5");
  }

  @Test
  void aLongAnswerIsGivenUp() {
    BoundedBody body = new BoundedBody(10);
    boolean[] cancelled = {false};
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {
            cancelled[0] = true;
          }
        });
    body.onNext(List.of(bytes("12345"), bytes("67890")));
    assertThat(body.getBody().toCompletableFuture()).isNotDone();
    body.onNext(List.of(bytes("1")));
    assertThat(cancelled[0]).isTrue();
    assertThat(body.getBody().toCompletableFuture())
        .failsWithin(java.time.Duration.ofSeconds(1))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(IOException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

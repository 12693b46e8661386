package dev.tenure.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

class HttpCallIT {

  private record Seen(String method, Headers headers, String body) {}

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<Seen> seen = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void sendsMethodHeadersAndBodyAndTheFencingToken() throws Exception {
    answer(201, "done");
    HttpCall job = call("/orders");
    job.setMethod("post");
    job.setHeaders(Map.of("Authorization", "Bearer s3cret", "Content-Type", "application/json"));
    job.setBody("{\"ü\":1}");
    JobExecutionContext context = Contexts.tenure(job);
    job.execute(context);

    Seen request = seen.get(5, TimeUnit.SECONDS);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("{\"ü\":1}");
    assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer s3cret");
    assertThat(request.headers().getFirst("Tenure-Term")).isEqualTo("42");
    assertThat(request.headers().getFirst("Tenure-Run")).isEqualTo("run-1");
    assertThat(request.headers()).doesNotContainKey("Upgrade");
    assertThat(context.getResult()).isEqualTo("201, 4 bytes");
  }

  @Test
  void anUnexpectedStatusFailsWithTheEndOfTheAnswerAndWithoutSecrets() {
    answer(503, "x".repeat(5000) + "the pool is empty");
    HttpCall job = call("/orders?token=s3cret");
    job.setHeaders(Map.of("Authorization", "Bearer s3cret"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessageMatching(
            "GET http://127.0.0.1:\\d+/orders answered 503, expected 2xx; the answer ends with: …x+the"
                + " pool is empty")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void theExpectedStatusIsWhatTheJobSays() throws Exception {
    answer(404, "");
    HttpCall job = call("/");
    job.setExpectedStatus(List.of("200", "404"));
    job.execute(Contexts.plain(job));
    job.setExpectedStatus("400-403");
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .hasMessageContaining("answered 404, expected 400-403, with an empty body");
  }

  @Test
  void redirectsAreFollowedOnlyWhenAsked() throws Exception {
    answer(200, "here");
    server.createContext(
        "/old",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/new");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    HttpCall job = call("/old");
    assertThatThrownBy(() -> job.execute(Contexts.plain(job))).hasMessageContaining("answered 302");
    job.setFollowRedirects(true);
    job.execute(Contexts.plain(job));
    assertThat(seen).isCompleted();
  }

  @Test
  void anAnswerThatNeverEndsMeetsTheTimeout() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("begin".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        });
    HttpCall job = call("/");
    job.setTimeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessageContaining("was not answered in full within PT0.2S");
  }

  @Test
  void anInterruptEndsTheCallAndLeavesTheThreadClean() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    server.createContext("/", exchange -> arrived.countDown());
    HttpCall job = call("/");
    CompletableFuture<Boolean> flagAfterwards = new CompletableFuture<>();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            job.execute(Contexts.plain(job));
          } catch (JobExecutionException e) {
            failure.complete(e);
          }
          flagAfterwards.complete(Thread.currentThread().isInterrupted());
        });
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    job.interrupt();
    assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessage("interrupted");
    assertThat(flagAfterwards.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aRefusedConnectionIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HttpCall job = new HttpCall();
    job.setUrl(URI.create("http://127.0.0.1:" + port + "/"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessageContaining("failed: ConnectException");
  }

  @Test
  void whatCannotBeSentIsRefusedWithoutShowingAHeadersValue() {
    HttpCall job = call("/");
    job.setHeaders(Map.of("X-Key", "s3cret\u0000"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .hasMessageContaining("header X-Key cannot be set")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
    job.setUrl(URI.create("ftp://example.com/"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .hasMessageContaining("must begin with http:// or https://");
    HttpCall without = new HttpCall();
    assertThatThrownBy(() -> without.execute(Contexts.plain(without)))
        .hasMessageContaining("data.url is not set");
  }

  private HttpCall call(String path) {
    HttpCall job = new HttpCall();
    job.setUrl(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    return job;
  }

  private void answer(int status, String text) {
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seen.complete(new Seen(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}

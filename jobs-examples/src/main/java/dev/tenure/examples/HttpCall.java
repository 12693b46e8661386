package dev.tenure.examples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Calls a URL, and fails unless the answer's status is an expected one.
 *
 * <p>Data: {@code url}; {@code method} (default GET); {@code headers}, an object; {@code body};
 * {@code expected-status}, one or a list of {@code 200}, {@code 2xx}, {@code 200-204} (default
 * 2xx); {@code timeout} for all of it, from the connection to the end of the answer (default 30s);
 * {@code follow-redirects} (default false; never from https to http; the headers go along, even to
 * another host).
 *
 * <p>Under Tenure the request carries {@code Tenure-Run}, {@code Tenure-Term}, {@code Tenure-Slot},
 * {@code Tenure-Attempt} and the like, so that the server can recognise a repetition by its job and
 * slot, and refuse a term that is smaller than one that it has seen.
 *
 * <p>The result is the status and the size of the answer. Neither headers, nor body, nor the query
 * of the URL are ever logged or reported; of the answer its end is, when the call fails.
 */
public final class HttpCall extends BlockingJob {

  private static final int TAIL_BYTES = 1024;

  private @Nullable URI url;
  private String method = "GET";
  private Map<String, String> headers = Map.of();
  private @Nullable String body;
  private StatusSet expected = StatusSet.of(List.of("2xx"));
  private Duration timeout = Duration.ofSeconds(30);
  private boolean followRedirects;

  /** What to call; {@code http} or {@code https}. */
  public void setUrl(URI url) {
    this.url = url;
  }

  /** The method, in any case. */
  public void setMethod(String method) {
    this.method = method.toUpperCase(Locale.ROOT);
  }

  /** Headers by name. */
  public void setHeaders(Map<String, String> headers) {
    this.headers = new LinkedHashMap<>(headers);
  }

  /** What to send, in UTF-8; set {@code Content-Type} among the headers. */
  public void setBody(String body) {
    this.body = body;
  }

  /** Status codes that mean success: {@code 200}, {@code 2xx}, {@code 200-204}. */
  public void setExpectedStatus(List<String> expected) {
    this.expected = StatusSet.of(expected);
  }

  /** The only status code, class or range that means success. */
  public void setExpectedStatus(String expected) {
    setExpectedStatus(List.of(expected));
  }

  /** How long all of it may take; positive. */
  public void setTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, is " + timeout);
    }
    this.timeout = timeout;
  }

  /** Whether to go where the answer points to. */
  public void setFollowRedirects(boolean followRedirects) {
    this.followRedirects = followRedirects;
  }

  @Override
  void run(JobExecutionContext context) throws JobExecutionException, InterruptedException {
    CallRequest request = CallRequest.of(url, method);
    Map<String, String> all = new LinkedHashMap<>();
    TenureEntries.facts(context).forEach((name, value) -> all.put(header(name), value));
    all.putAll(headers);
    Tail tail = new Tail(TAIL_BYTES);
    CompletableFuture<HttpResponse<Void>> answer =
        client()
            .sendAsync(
                request.build(all, Optional.ofNullable(body)),
                BodyHandlers.ofByteArrayConsumer(
                    part -> part.ifPresent(bytes -> tail.append(bytes, bytes.length))));
    int status = await(answer, request).statusCode();
    if (!expected.contains(status)) {
      throw new JobExecutionException(
          request + " answered " + status + ", expected " + expected + ending(tail));
    }
    context.setResult(status + ", " + tail.total() + " bytes");
  }

  private HttpClient client() {
    return followRedirects ? Following.CLIENT : Plain.CLIENT;
  }

  private HttpResponse<Void> await(
      CompletableFuture<HttpResponse<Void>> answer, CallRequest request)
      throws JobExecutionException, InterruptedException {
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new JobExecutionException(request + " was not answered in full within " + timeout);
    } catch (ExecutionException e) {
      throw new JobExecutionException(request + " failed: " + reason(e), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** The first cause that says something: a refused connection, for one, has no message at all. */
  private static String reason(ExecutionException e) {
    Throwable top = e.getCause() == null ? e : e.getCause();
    for (Throwable t = top; t != null; t = t.getCause()) {
      if (t.getMessage() != null) {
        return t.getClass().getSimpleName() + ": " + t.getMessage();
      }
    }
    return top.getClass().getSimpleName();
  }

  private static String header(String fact) {
    return "Tenure-" + fact.substring(0, 1).toUpperCase(Locale.ROOT) + fact.substring(1);
  }

  private static String ending(Tail tail) {
    return tail.total() == 0
        ? ", with an empty body"
        : "; the answer ends with: " + tail.text(StandardCharsets.UTF_8).strip();
  }

  /** Made on first use, shared by all runs so that connections are reused. */
  private static final class Plain {
    static final HttpClient CLIENT = HttpClient.newHttpClient();
  }

  private static final class Following {
    static final HttpClient CLIENT =
        HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
  }
}

package dev.tenure.server.alert;

import dev.tenure.config.ChannelConfig;
import dev.tenure.server.alert.DeliveryException.Hope;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts messages as JSON, signed. Used by one thread at a time. */
final class WebhookChannel implements Channel {

  /** What a receiver answers that will never take this very message, from this very sender. */
  private static final Set<Integer> NEVER = Set.of(400, 401, 403, 410, 413, 422);

  private final ChannelConfig.Webhook config;
  private final String agent;
  private final Clock clock;
  private @Nullable HttpClient client;

  /**
   * A channel that connects with its first message.
   *
   * @param version of Tenure
   */
  WebhookChannel(ChannelConfig.Webhook config, String version, Clock clock) {
    this.config = config;
    this.agent = "Tenure/" + version;
    this.clock = clock;
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public void send(Message message) throws DeliveryException {
    HttpRequest request =
        HttpRequest.newBuilder(config.url())
            .timeout(config.delivery().timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", agent)
            .header("Tenure-Event", message.event())
            .header("Idempotency-Key", message.key())
            .header(
                "Tenure-Signature", Signature.of(config.secret(), clock.instant(), message.json()))
            .POST(HttpRequest.BodyPublishers.ofString(message.json(), StandardCharsets.UTF_8))
            .build();
    int status = answer(request);
    if (status < 200 || status > 299) {
      throw new DeliveryException(
          NEVER.contains(status) ? Hope.NEVER : Hope.LATER, where() + " answered " + status, null);
    }
  }

  /** The request's own time-out ends with the headers; a receiver may send its body for ever. */
  private int answer(HttpRequest request) throws DeliveryException {
    CompletableFuture<HttpResponse<Void>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      return answer.get(config.delivery().timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new DeliveryException(
          Hope.LATER, where() + " did not answer within " + config.delivery().timeout(), e);
    } catch (ExecutionException e) {
      throw new DeliveryException(Hope.LATER, where() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new DeliveryException(Hope.LATER, "the node ends", e);
    }
  }

  /** Without its path, which may hold a secret. */
  private String where() {
    return config.url().getScheme() + "://" + config.url().getAuthority();
  }

  private HttpClient client() throws DeliveryException {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(config.delivery().timeout());
      if (config.ca().isPresent()) {
        builder.sslContext(Trust.in(config.ca().get()));
      }
      made = builder.build();
      client = made;
    }
    return made;
  }
}

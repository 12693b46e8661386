package dev.tenure.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenure.config.ChannelConfig;
import dev.tenure.config.Secret;
import dev.tenure.model.AlertKind;
import dev.tenure.server.alert.DeliveryException.Hope;
import dev.tenure.time.Backoff;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A webhook and its receiver. */
final class WebhookChannelIT {

  private static final Message MESSAGE =
      new Message("u-1", "opened", "{\"key\":\"u-1\",\"message\":\"ä\"}", "s", "t");

  private Receiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private static Channel channel(String url, Duration timeout) {
    return new WebhookChannel(
        new ChannelConfig.Webhook(
            "ops",
            EnumSet.allOf(AlertKind.class),
            new ChannelConfig.Delivery(
                timeout, 3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
            URI.create(url),
            new Secret(Receiver.SECRET),
            Optional.empty()),
        "1",
        Clock.systemUTC());
  }

  private static DeliveryException failure(Channel channel) {
    return catchThrowableOfType(DeliveryException.class, () -> channel.send(MESSAGE));
  }

  @Test
  void theReceiverGetsASignedBodyWithItsKey() throws Exception {
    channel(receiver.url(), Duration.ofSeconds(30)).send(MESSAGE);
    Receiver.Hit hit = receiver.hits().get(0);
    assertThat(hit.body()).isEqualTo(MESSAGE.json());
    assertThat(hit.isGenuine()).isTrue();
    assertThat(hit.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("idempotency-key", "u-1")
        .containsEntry("tenure-event", "opened")
        .containsEntry("user-agent", "Tenure/1");
    long signed = Long.parseLong(hit.headers().get("tenure-signature").split("[=,]", -1)[1]);
    assertThat(Instant.ofEpochSecond(signed))
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "500,LATER",
    "503,LATER",
    "429,LATER",
    "404,LATER",
    "302,LATER",
    "400,NEVER",
    "401,NEVER"
  })
  void anyOtherAnswerIsAFailure(int status, Hope hope) {
    receiver.answers(number -> status);
    DeliveryException e = failure(channel(receiver.url(), Duration.ofSeconds(30)));
    assertThat(e.hope()).isEqualTo(hope);
    assertThat(e).hasMessage("http://127.0.0.1:" + receiver.port() + " answered " + status);
    assertThat(receiver.hits()).hasSize(1);
  }

  @Test
  void aReceiverThatIsSlowIsNotWaitedForForEver() {
    CountDownLatch held = new CountDownLatch(1);
    receiver.answers(
        number -> {
          try {
            held.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 204;
        });
    DeliveryException e = failure(channel(receiver.url(), Duration.ofMillis(300)));
    held.countDown();
    assertThat(e.hope()).isEqualTo(Hope.LATER);
    assertThat(receiver.hits()).hasSize(1);
  }

  @Test
  void aReceiverThatIsGoneIsAskedAgainLater() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Channel channel = channel("http://127.0.0.1:" + port + "/", Duration.ofSeconds(30));
    assertThat(failure(channel).hope()).isEqualTo(Hope.LATER);
    try (Receiver back = new Receiver(port)) {
      channel.send(MESSAGE);
      assertThat(back.hits()).hasSize(1);
    }
  }
}

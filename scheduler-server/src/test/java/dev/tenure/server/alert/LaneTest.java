package dev.tenure.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ChannelConfig.Delivery;
import dev.tenure.server.alert.ChannelMeter.Outcome;
import dev.tenure.server.alert.DeliveryException.Hope;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A queue and a thread, and what becomes of messages in them. */
final class LaneTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final List<String> settled = new CopyOnWriteArrayList<>();

  private interface Behaviour {
    void send(int tries) throws DeliveryException;
  }

  private Lane lane(int attempts, int capacity, Duration backOff, Behaviour behaviour) {
    Channel channel =
        new Channel() {
          @Override
          public String name() {
            return "c";
          }

          @Override
          public void send(Message message) throws DeliveryException {
            tried.add(message.key());
            behaviour.send(tried.size());
          }
        };
    return new Lane(
        channel,
        new Delivery(Duration.ofSeconds(1), attempts, new Backoff(backOff, backOff)),
        capacity,
        (name, outcome) -> outcomes.add(outcome),
        new SplittableRandom(1));
  }

  private void add(Lane lane, String key) {
    lane.add(new Message(key, "opened", "{}", "s", "t"), () -> settled.add(key));
  }

  private static DeliveryException failure(Hope hope) {
    return new DeliveryException(hope, "not today", null);
  }

  @Test
  void whatFailsIsTriedAgainUntilItIsTaken() {
    try (Lane lane =
        lane(
            5,
            10,
            Duration.ofMillis(1),
            tries -> {
              if (tries < 3) {
                throw failure(Hope.LATER);
              }
            })) {
      add(lane, "a");
      await().atMost(LONG).until(() -> settled.equals(List.of("a")));
      assertThat(tried).containsExactly("a", "a", "a");
      assertThat(outcomes).containsExactly(Outcome.SENT);
    }
  }

  @Test
  void afterTheLastTryItIsGivenUpAndTheNextOneGoes() {
    try (Lane lane =
        lane(
            2,
            10,
            Duration.ofMillis(1),
            tries -> {
              if (tries <= 2) {
                throw failure(Hope.LATER);
              }
            })) {
      add(lane, "a");
      add(lane, "b");
      await().atMost(LONG).until(() -> settled.equals(List.of("a", "b")));
      assertThat(tried).containsExactly("a", "a", "b");
      assertThat(outcomes).containsExactly(Outcome.FAILED, Outcome.SENT);
    }
  }

  @Test
  void whatWillNeverBeTakenIsNotTriedAgain() {
    try (Lane lane =
        lane(
            9,
            10,
            Duration.ofMillis(1),
            tries -> {
              throw failure(Hope.NEVER);
            })) {
      add(lane, "a");
      await().atMost(LONG).until(() -> settled.equals(List.of("a")));
      assertThat(tried).containsExactly("a");
      assertThat(outcomes).containsExactly(Outcome.FAILED);
    }
  }

  @Test
  void aDefectOfAChannelDoesNotEndIt() {
    try (Lane lane =
        lane(
            9,
            10,
            Duration.ofMillis(1),
            tries -> {
              if (tries == 1) {
                throw new IllegalStateException("a defect");
              }
            })) {
      add(lane, "a");
      add(lane, "b");
      await().atMost(LONG).until(() -> settled.equals(List.of("a", "b")));
      assertThat(outcomes).containsExactly(Outcome.FAILED, Outcome.SENT);
    }
  }

  @Test
  void whatThereIsNoRoomForIsDroppedAndNobodyWaits() {
    CountDownLatch held = new CountDownLatch(1);
    try (Lane lane = lane(1, 2, Duration.ofMillis(1), tries -> hold(held))) {
      add(lane, "a");
      await().atMost(LONG).until(() -> tried.size() == 1);
      for (String key : List.of("b", "c", "d", "e")) {
        add(lane, key);
      }
      assertThat(settled).containsExactly("d", "e");
      assertThat(outcomes).containsExactly(Outcome.DROPPED, Outcome.DROPPED);
      held.countDown();
      await().atMost(LONG).until(() -> settled.size() == 5);
      assertThat(tried).containsExactly("a", "b", "c");
    } finally {
      held.countDown();
    }
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEndingLaneSendsWhatWaitsButDoesNotSettleWhatItCannotSend() {
    Lane lane =
        lane(
            9,
            10,
            Duration.ofHours(1),
            tries -> {
              if (tries <= 2) {
                throw failure(Hope.LATER);
              }
            });
    add(lane, "a");
    add(lane, "b");
    add(lane, "c");
    await().atMost(LONG).until(() -> tried.size() == 1);
    lane.close();
    assertThat(tried).containsExactly("a", "b", "c");
    assertThat(settled).containsExactly("c");
    assertThat(outcomes).containsExactly(Outcome.SENT);
  }
}

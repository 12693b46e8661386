package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.HttpLimits;
import dev.tenure.time.NanoClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

  private static final Guest ONE = new Guest("10.0.0.1");
  private static final Guest OTHER = new Guest("10.0.0.2");

  private final AtomicLong time = new AtomicLong(-5);
  private final RateLimit limit = limit(10, 15);

  private RateLimit limit(int each, int all) {
    NanoClock clock = time::get;
    return new RateLimit(
        new HttpLimits(each, all, 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)), clock);
  }

  private boolean admits(Guest guest) {
    return limit.admit(guest, "/v1/jobs", path -> !path.equals("/healthz")).isEmpty();
  }

  private int admitted(Guest guest, int asked) {
    int admitted = 0;
    for (int i = 0; i < asked; i++) {
      admitted += admits(guest) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void tenSecondsWorthAtOnceAndThenTheAverage() {
    assertThat(admitted(ONE, 500)).isEqualTo(100);
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(admitted(ONE, 500)).isEqualTo(10);
    time.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(admitted(ONE, 500)).as("who was silent has saved no more than that").isEqualTo(100);
  }

  @Test
  void whoIsRefusedIsToldHowLongAndPaysNothing() {
    admitted(ONE, 500);
    Duration wait = limit.admit(ONE, "/", path -> true).orElseThrow();
    assertThat(wait).isEqualTo(Duration.ofMillis(100));
    time.addAndGet(wait.toNanos());
    assertThat(admits(ONE)).isTrue();
    assertThat(admits(ONE)).isFalse();
  }

  @Test
  void allTogetherHaveALimitToo() {
    assertThat(admitted(ONE, 500) + admitted(OTHER, 500)).isEqualTo(150);
    assertThat(admits(new Guest("10.0.0.3"))).isFalse();
    assertThat(limit.admit(new Guest("10.0.0.3"), "/healthz", path -> !path.equals("/healthz")))
        .as("a probe is not counted among them")
        .isEmpty();
  }

  @Test
  void memoryIsBounded() {
    RateLimit wide = limit(1_000, 1_000_000);
    for (int i = 0; i < RateLimit.MOST_GUESTS + 500; i++) {
      wide.admit(new Guest("guest-" + i), "/", path -> true);
    }
    assertThat(wide.remembered()).isEqualTo(RateLimit.MOST_GUESTS);
  }

  @Test
  void anIpv6NetworkIsOneClient() throws Exception {
    assertThat(guest("2001:db8:1:2::1")).isEqualTo(guest("2001:db8:1:2:ffff::9"));
    assertThat(guest("2001:db8:1:2::1")).isNotEqualTo(guest("2001:db8:1:3::1"));
    assertThat(guest("10.0.0.1")).isEqualTo(ONE).isNotEqualTo(guest("10.0.0.2"));
    assertThat(guest("::ffff:10.0.0.1")).isEqualTo(ONE);
  }

  private static Guest guest(String address) throws Exception {
    return Guest.of(new InetSocketAddress(InetAddress.getByName(address), 1));
  }

  @Test
  void placesAreForEachAndForAll() {
    Places places = new Places(2, 3);
    assertThat(places.take(ONE)).isEqualTo(Places.Taken.YES);
    assertThat(places.take(ONE)).isEqualTo(Places.Taken.YES);
    assertThat(places.take(ONE)).isEqualTo(Places.Taken.NONE_FOR_CLIENT);
    assertThat(places.take(OTHER)).isEqualTo(Places.Taken.YES);
    assertThat(places.take(OTHER)).isEqualTo(Places.Taken.NONE_AT_ALL);
    places.giveBack(ONE);
    assertThat(places.take(OTHER)).isEqualTo(Places.Taken.YES);
    places.giveBack(ONE);
    places.giveBack(OTHER);
    places.giveBack(OTHER);
    assertThat(places.taken()).isZero();
  }

  @Test
  void smallBodiesAlwaysHaveRoom() {
    BodyRoom room = new BodyRoom();
    int large = 1 << 20;
    int many = 0;
    while (room.grow(0, large)) {
      many++;
    }
    assertThat(many).isBetween(60, 80);
    assertThat(room.grow(0, BodyRoom.ALWAYS_THERE)).isTrue();
    for (int i = 0; i < many; i++) {
      room.giveBack(large);
    }
    room.giveBack(BodyRoom.ALWAYS_THERE);
    assertThat(room.taken()).isZero();
  }
}

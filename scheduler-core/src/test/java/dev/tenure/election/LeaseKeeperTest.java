package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.ElectionException.SessionLost;
import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.Lease;
import dev.tenure.store.StoreException;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import dev.tenure.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The deadline rule: send instant of the last good renewal, plus the granted time, less margin. */
class LeaseKeeperTest {

  private static final Duration MARGIN = Duration.ofMillis(500);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient client = server.client(new SplittableRandom(3));
  private final InterceptedStore store = new InterceptedStore(client);
  private final ManualTime.Loop loop = time.loop("keeper");
  private final List<String> heard = new ArrayList<>();
  private final List<SessionLost> ends = new ArrayList<>();

  @Test
  void theFirstDeadlineCountsFromTheRequestForTheLease() {
    client.network().fastest = Duration.ofMillis(300);
    client.network().slowest = Duration.ofMillis(300);

    long sent = time.clock().nanos();
    LeaseKeeper keeper = keep(Duration.ofSeconds(5));

    assertThat(time.clock().nanos()).isGreaterThan(sent);
    assertThat(keeper.deadline()).isEqualTo(Deadline.after(sent, Duration.ofMillis(4500)));
  }

  @Test
  void aSlowAnswerExtendsFromItsSendInstantOnly() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(6));
    long before = store.count(Call.RENEW);
    store.hold(Call.RENEW);
    time.passUntil(Duration.ofSeconds(5), () -> store.count(Call.RENEW) > before);
    long sent = time.clock().nanos();
    time.pass(Duration.ofSeconds(1));

    store.release(Call.RENEW);
    time.pass(Duration.ZERO);

    assertThat(keeper.deadline()).isEqualTo(Deadline.after(sent, Duration.ofMillis(5500)));
  }

  @Test
  void answersThatComeOutOfOrderNeverShortenTheDeadline() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(6));
    store.hold(Call.RENEW);
    time.pass(Duration.ofMillis(2500));
    // One is held; from here on the gate of later calls is another one.
    store.hold(Call.RENEW);
    time.pass(Duration.ofSeconds(2));
    store.release(Call.RENEW);
    time.pass(Duration.ofMillis(100));
    Deadline later = keeper.deadline();
    assertThat(later.left(time.clock().nanos())).isGreaterThan(Duration.ofSeconds(4));

    assertThat(keeper.deadline()).isEqualTo(later);
  }

  @Test
  void renewalsKeepALeaseForAsLongAsOneLikes() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(5));

    time.pass(Duration.ofHours(1));

    assertThat(ends).isEmpty();
    assertThat(keeper.deadline().passed(time.clock().nanos())).isFalse();
    assertThat(store.count(Call.RENEW)).as("one every third of 5 s").isBetween(2100, 2200);
  }

  @Test
  void withoutAnswersItEndsAtTheDeadlineAndBeforeTheLease() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(5));
    time.pass(Duration.ofSeconds(20));
    client.network().cut = true;
    Deadline[] last = new Deadline[1];

    time.passUntil(
        Duration.ofSeconds(10),
        () -> {
          last[0] = keeper.deadline();
          return !ends.isEmpty();
        });

    assertThat(time.clock().nanos()).isEqualTo(last[0].nanos());
    assertThat(ends).singleElement().extracting(Throwable::getMessage).asString().contains("time");
    assertThat(server.leases()).as("the lease outlives the belief").hasSize(1);
  }

  @Test
  void aShortOutageIsSurvived() {
    keep(Duration.ofSeconds(5));
    time.pass(Duration.ofSeconds(20));
    client.network().cut = true;
    time.pass(Duration.ofSeconds(2));
    client.network().cut = false;

    time.pass(Duration.ofMinutes(1));

    assertThat(ends).isEmpty();
  }

  @Test
  void aStaleAnswerReadAfterAPauseDoesNotExtend() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(5));
    int before = store.count(Call.RENEW);
    time.passUntil(Duration.ofSeconds(5), () -> store.count(Call.RENEW) > before);
    Deadline believed = keeper.deadline();
    // The answer arrives, but the process stands still for longer than the lease.
    loop.pause();
    time.pass(Duration.ofSeconds(8));
    loop.resume();
    time.pass(Duration.ZERO);

    assertThat(ends).hasSize(1);
    assertThat(keeper.deadline()).isEqualTo(believed);
    assertThat(heard).endsWith("ended");
  }

  @Test
  void afterTheEndNothingMoreIsHeardOrSent() {
    keep(Duration.ofSeconds(5));
    server.revoke(server.leases().get(0));
    time.passUntil(Duration.ofSeconds(10), () -> !ends.isEmpty());
    int renewals = store.count(Call.RENEW);
    List<String> until = List.copyOf(heard);

    time.pass(Duration.ofMinutes(1));

    assertThat(heard).isEqualTo(until);
    assertThat(store.count(Call.RENEW)).isEqualTo(renewals);
  }

  @Test
  void aLeaseThatIsGoneEndsTheSessionAtTheNextRenewal() {
    keep(Duration.ofSeconds(6));
    time.pass(Duration.ofMillis(100));
    server.revoke(server.leases().get(0));

    time.pass(Duration.ofMillis(2100));

    assertThat(ends).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("gone"));
  }

  @Test
  void aStoppedKeeperIsSilent() {
    LeaseKeeper keeper = keep(Duration.ofSeconds(5));
    keeper.stop();
    heard.clear();

    time.pass(Duration.ofMinutes(1));

    assertThat(heard).isEmpty();
    assertThat(server.leases()).as("left to the caller, and run out").isEmpty();
  }

  @Test
  void whatWasGrantedCountsAndNotWhatWasAskedFor() {
    // The store's floor is 2 s.
    LeaseKeeper keeper = keep(Duration.ofSeconds(1));

    assertThat(keeper.deadline().left(time.clock().nanos()))
        .isBetween(Duration.ofMillis(1400), Duration.ofMillis(1500));
    time.pass(Duration.ofSeconds(12));
    assertThat(store.count(Call.RENEW)).as("every third of 2 s").isBetween(17, 19);
  }

  @Test
  void failedRenewalsAreRepeatedSoonButNotInAStorm() {
    keep(Duration.ofSeconds(6));
    store.fail(Call.RENEW, StoreException.Kind.UNAVAILABLE);

    time.passUntil(Duration.ofSeconds(10), () -> !ends.isEmpty());

    assertThat(store.count(Call.RENEW)).as("in 3.5 s").isBetween(5, 15);
  }

  @Test
  void aWallClockThatIsSetBackHasNoEffect() {
    keep(Duration.ofSeconds(5));
    time.pass(Duration.ofSeconds(3));
    heard.clear();

    time.jump(Duration.ofHours(-1));
    time.pass(Duration.ofSeconds(30));

    assertThat(heard).containsOnly("renewed");
  }

  @Test
  void aWallClockThatRunsAheadCastsDoubtUntilTheNextRenewal() {
    keep(Duration.ofSeconds(5));
    time.pass(Duration.ofSeconds(3));
    heard.clear();

    time.jump(Duration.ofHours(1));
    time.pass(Duration.ofSeconds(30));

    assertThat(heard).startsWith("doubted", "renewed");
    assertThat(heard.stream().filter("doubted"::equals)).hasSize(1);
    assertThat(ends).isEmpty();
  }

  @Test
  void aSleepingMachineIsNoticedAlthoughItsRenewalsFail() {
    keep(Duration.ofSeconds(6));
    time.pass(Duration.ofSeconds(3));
    heard.clear();
    store.fail(Call.RENEW, StoreException.Kind.UNAVAILABLE);
    time.pass(Duration.ofMillis(1500));

    // Asleep: the wall clock goes on, the monotonic one stands.
    time.jump(Duration.ofMinutes(5));
    time.pass(Duration.ofSeconds(1));

    assertThat(heard).contains("doubted");
  }

  private LeaseKeeper keep(Duration asked) {
    long sent = time.clock().nanos();
    var answer = client.grant(asked).toCompletableFuture();
    time.passUntil(Duration.ofSeconds(5), answer::isDone);
    Lease lease = answer.join();
    return new LeaseKeeper(
        store,
        lease,
        sent,
        MARGIN,
        loop,
        time.wallClock(),
        new LeaseKeeper.Listener() {
          @Override
          public void renewed(Deadline deadline) {
            heard.add("renewed");
          }

          @Override
          public void doubted() {
            heard.add("doubted");
          }

          @Override
          public void ended(SessionLost cause) {
            heard.add("ended");
            ends.add(cause);
          }
        });
  }
}

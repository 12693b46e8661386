package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Entry;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Elections in manual time on a fake store: everything happens on the test's own thread. */
final class Arena {

  static final ElectionName NAME = new ElectionName("/arena/election");
  static final Duration TTL = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  final ManualTime time = new ManualTime();
  final FakeStore server = new FakeStore(time);
  final SplittableRandom random = new SplittableRandom(7);

  /** What contenders that are made from now on notice deaths with. */
  Optional<FastPath> fastPath = Optional.empty();

  /** A candidate in {@link #NAME}. */
  Contender contender(String name) {
    return contender(name, ElectionOptions.of(TTL));
  }

  Contender contender(String name, ElectionOptions options) {
    return new Contender(name, this, NAME, options, fastPath);
  }

  /** A candidate that leads already. */
  Contender leader(String name) {
    Contender leader = contender(name);
    leader.election.campaign(name);
    until(leader::leads);
    pass(Duration.ofMillis(100));
    return leader;
  }

  /** A candidate that stands in the queue, behind somebody. */
  Contender waiting(String name) {
    Contender waiting = contender(name);
    int before = queue().size();
    waiting.election.campaign(name);
    until(() -> queue().size() > before);
    pass(Duration.ofMillis(100));
    return waiting;
  }

  void pass(Duration span) {
    time.pass(span);
  }

  void until(BooleanSupplier condition) {
    assertThat(time.passUntil(LIMIT, condition)).as("it happened").isTrue();
    time.pass(Duration.ZERO);
  }

  /** Lets time pass until the stage has completed, however. */
  <T> CompletionStage<T> settled(CompletionStage<T> stage) {
    until(() -> stage.toCompletableFuture().isDone());
    return stage;
  }

  /** The candidates' keys, first in line first. */
  List<Entry> queue() {
    return server.entries(NAME.prefix());
  }

  /** The candidates' values, first in line first. */
  List<String> names() {
    return queue().stream().map(entry -> entry.value().utf8()).toList();
  }

  void assertNothingLeft() {
    assertThat(queue()).isEmpty();
    assertThat(server.leases()).isEmpty();
  }
}

package dev.tenure.server.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The rounds that follow from a seed, without end. Each kind begins a round once before any does so
 * twice, so that a long run leaves none out; companions are drawn freely. Not thread-safe.
 */
final class Schedule {

  private final List<FaultKind> kinds;
  private final Duration ttl;
  private final Random random;
  private final List<FaultKind> deck = new ArrayList<>();

  /**
   * A schedule at its beginning.
   *
   * @param seed the same seed gives the same rounds
   * @param kinds what may be drawn; not empty
   * @param ttl how long a session lives; durations are drawn around it
   */
  Schedule(long seed, Set<FaultKind> kinds, Duration ttl) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("there is no fault to draw");
    }
    this.kinds = List.copyOf(EnumSet.copyOf(kinds));
    this.ttl = ttl;
    random = new Random(seed);
  }

  /** The next round. */
  Round next() {
    List<FaultKind> chosen = new ArrayList<>(List.of(deal()));
    int wanted = List.of(1, 1, 1, 1, 2, 2, 2, 3).get(random.nextInt(8));
    List<FaultKind> others = new ArrayList<>(kinds);
    Collections.shuffle(others, random);
    for (FaultKind other : others) {
      if (chosen.size() < wanted && chosen.stream().allMatch(kind -> goTogether(kind, other))) {
        chosen.add(other);
      }
    }
    List<Planned> faults = new ArrayList<>();
    for (FaultKind kind : chosen) {
      Duration after = faults.isEmpty() ? Duration.ZERO : millis(0, 2000);
      faults.add(
          new Planned(kind, after, lasts(kind), random.nextInt(1 << 16), random.nextDouble()));
    }
    return new Round(faults, millis(1000, 5000));
  }

  /** Whether two faults may be there at the same time, each with an effect of its own. */
  static boolean goTogether(FaultKind one, FaultKind other) {
    return one.family() != other.family();
  }

  private FaultKind deal() {
    if (deck.isEmpty()) {
      deck.addAll(kinds);
      Collections.shuffle(deck, random);
    }
    return deck.remove(deck.size() - 1);
  }

  private Duration lasts(FaultKind kind) {
    return switch (kind) {
      case KILL_LEADER, KILL_FOLLOWER, KILL_ALL, TERM_LEADER, ETCD_KILL, ETCD_RESTART ->
          millis(0, 4000);
      case LINK_RESET, NODES_RESET, ETCD_MOVE_LEADER, LEASE_REVOKED, KEY_DELETED ->
          millis(200, 1000);
      case ROLLING_RESTART, PING_PONG -> Duration.ZERO;
      case FREEZE_SHORT -> times(0.1, 0.5);
      case FREEZE_LONG, LONG_PAUSE -> times(1.3, 3);
      case COMPACTION, ETCD_PAUSE -> times(0.5, 2.5);
      case QUORUM_LOSS, PARTITION -> times(1.2, 4);
      default -> times(0.7, 4);
    };
  }

  private Duration times(double from, double to) {
    double factor = from + (to - from) * random.nextDouble();
    return Duration.ofMillis(Math.round(ttl.toMillis() * factor));
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }
}

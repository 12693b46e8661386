package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.FaultKind;
import dev.tenure.server.chaos.fault.Injection;
import dev.tenure.verify.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** When things were broken, and when somebody could lead all the same. */
final class Outages {

  private static final Set<FaultKind> CLOCKS =
      Set.of(FaultKind.CLOCK_FORWARD, FaultKind.CLOCK_BACK);

  private Outages() {}

  static List<Timeline.Fault> faults(List<Injection> injections) {
    return injections.stream()
        .map(
            injection ->
                new Timeline.Fault(
                    injection.kind().word(),
                    injection.began(),
                    injection.ended(),
                    CLOCKS.contains(injection.kind())))
        .toList();
  }

  /**
   * The times at which somebody could lead for certain: between faults, and during those that leave
   * two nodes and etcd alone. Of faults that overlap it is said of none.
   */
  static List<Timeline.Able> able(Past past) {
    List<Injection> hard =
        past.injections().stream()
            .filter(injection -> !harmless(injection, past.injections()))
            .sorted(Comparator.comparing(Injection::began))
            .toList();
    List<Timeline.Able> able = new ArrayList<>();
    Instant from = past.began();
    for (Injection injection : hard) {
      if (injection.began().isAfter(from)) {
        able.add(new Timeline.Able(from, injection.began()));
      }
      from = injection.ended().isAfter(from) ? injection.ended() : from;
    }
    if (past.drained().isAfter(from)) {
      able.add(new Timeline.Able(from, past.drained()));
    }
    return able;
  }

  private static boolean harmless(Injection injection, List<Injection> all) {
    boolean alone = all.stream().filter(other -> overlap(injection, other)).count() == 1;
    return alone
        && switch (injection.kind()) {
          case KILL_LEADER,
              KILL_FOLLOWER,
              TERM_LEADER,
              FREEZE_SHORT,
              FREEZE_LONG,
              LONG_PAUSE,
              LINK_RESET,
              LINK_REFUSED,
              LINK_LOST,
              LINK_REQUESTS,
              LINK_ANSWERS,
              PARTITION,
              NODES_REFUSED,
              NODES_RESET,
              LEASE_REVOKED,
              KEY_DELETED ->
              true;
          default -> false;
        };
  }

  private static boolean overlap(Injection one, Injection other) {
    return one.began().isBefore(other.ended()) && other.began().isBefore(one.ended());
  }

  /** The kinds that were injected and had an effect. */
  static Set<FaultKind> kinds(List<Injection> injections) {
    Set<FaultKind> kinds = new TreeSet<>();
    injections.stream().filter(Injection::bit).forEach(injection -> kinds.add(injection.kind()));
    return kinds;
  }
}

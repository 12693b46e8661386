package dev.tenure.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The zones of this JDK, each set of rules once, and the changes of their clocks. */
final class Zones {

  private static final Instant FROM = Instant.parse("1975-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2045-01-01T00:00:00Z");

  private Zones() {}

  static List<ZoneId> all() {
    Map<String, ZoneRules> rules = new TreeMap<>();
    for (String name : ZoneId.getAvailableZoneIds()) {
      rules.put(name, ZoneId.of(name).getRules());
    }
    List<ZoneId> zones = new ArrayList<>();
    List<ZoneRules> seen = new ArrayList<>();
    rules.forEach(
        (name, own) -> {
          if (!seen.contains(own)) {
            seen.add(own);
            zones.add(ZoneId.of(name));
          }
        });
    return zones;
  }

  /** Some changes by whole minutes, drawn at random; none of a zone that has none. */
  static List<Instant> changes(ZoneId zone, Random random, int most) {
    List<Instant> all = new ArrayList<>();
    Optional<ZoneOffsetTransition> change = after(zone, FROM);
    while (change.isPresent() && change.get().getInstant().isBefore(TO)) {
      if (change.get().getDuration().toSecondsPart() == 0
          && change.get().getOffsetAfter().getTotalSeconds() % 60 == 0) {
        all.add(change.get().getInstant());
      }
      change = after(zone, change.get().getInstant());
    }
    List<Instant> chosen = new ArrayList<>();
    while (chosen.size() < most && !all.isEmpty()) {
      chosen.add(all.remove(random.nextInt(all.size())));
    }
    return chosen;
  }

  private static Optional<ZoneOffsetTransition> after(ZoneId zone, Instant instant) {
    return Optional.ofNullable(zone.getRules().nextTransition(instant));
  }
}

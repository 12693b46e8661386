package dev.tenure.schedule;

import dev.tenure.model.Dst;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a clock on the wall shows in the days round an instant, minute by minute. Knows nothing of
 * transitions: a local time that is never shown lies in a gap, one that is shown twice in an
 * overlap.
 */
final class WallClock {

  private static final Duration SPAN = Duration.ofHours(80);

  private final TreeMap<LocalDateTime, List<Instant>> shown = new TreeMap<>();

  WallClock(ZoneId zone, Instant middle) {
    Instant end = middle.plus(SPAN);
    for (Instant at = middle.minus(SPAN); at.isBefore(end); at = at.plusSeconds(60)) {
      shown.computeIfAbsent(LocalDateTime.ofInstant(at, zone), l -> new ArrayList<>(2)).add(at);
    }
  }

  /** The slots in {@code (from, to]} of the local minutes that match. */
  List<Instant> slots(
      Predicate<LocalDateTime> matches,
      Dst.Gap gap,
      Dst.Overlap overlap,
      Instant from,
      Instant to) {
    TreeSet<Instant> slots = new TreeSet<>();
    for (LocalDateTime local = shown.firstKey();
        local.isBefore(shown.lastKey());
        local = local.plusMinutes(1)) {
      if (matches.test(local)) {
        slots.addAll(instants(local, gap, overlap));
      }
    }
    return slots.stream().filter(s -> s.isAfter(from) && !s.isAfter(to)).toList();
  }

  private List<Instant> instants(LocalDateTime local, Dst.Gap gap, Dst.Overlap overlap) {
    List<Instant> passes = shown.getOrDefault(local, List.of());
    if (passes.isEmpty()) {
      Map.Entry<LocalDateTime, List<Instant>> end = shown.higherEntry(local);
      return gap == Dst.Gap.SHIFT && end != null ? end.getValue().subList(0, 1) : List.of();
    }
    return switch (overlap) {
      case FIRST -> passes.subList(0, 1);
      case SECOND -> passes.subList(passes.size() - 1, passes.size());
      default -> passes;
    };
  }
}

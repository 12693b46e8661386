package dev.tenure.server.cli;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.Configuration;
import dev.tenure.model.CalendarSpec;
import dev.tenure.node.CalendarWords;
import dev.tenure.server.cli.PlannedJob.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has to be changed in the cluster so that it has the calendars of a file. Immutable.
 *
 * @param calendars those that others are based on before these, those that go the other way round
 */
record CalendarPlan(List<PlannedCalendar> calendars) {

  CalendarPlan {
    calendars = List.copyOf(calendars);
  }

  /**
   * Compares; changes nothing. Every group that the file has jobs for gets its calendars; every
   * group of the node when it has none.
   *
   * @param prune whether calendars that are not in the file are removed, in these groups
   */
  static CalendarPlan of(NodeClient client, Configuration file, boolean prune) {
    if (file.calendars().isEmpty() && !prune) {
      return new CalendarPlan(List.of());
    }
    Map<String, CalendarSpec> wanted = new TreeMap<>();
    for (CalendarConfig calendar : file.calendars()) {
      wanted.put(calendar.name(), calendar.spec());
    }
    List<PlannedCalendar> planned = new ArrayList<>();
    for (String group : groups(client, file)) {
      Map<String, LiveCalendar> live = new TreeMap<>();
      LiveCalendar.all(client, Optional.of(group)).forEach(each -> live.put(each.name(), each));
      wanted.keySet().stream()
          .sorted(Comparator.comparingInt(name -> depth(wanted, name)))
          .forEach(name -> planned.add(toBe(group, name, wanted, live)));
      if (prune && !file.jobs().isEmpty()) {
        planned.addAll(notIn(wanted.keySet(), live));
      }
    }
    refuseThoseOfJobFiles(planned);
    return new CalendarPlan(planned);
  }

  private static List<String> groups(NodeClient client, Configuration file) {
    List<String> named =
        file.jobs().stream().map(job -> job.group().value()).distinct().sorted().toList();
    return named.isEmpty() ? LiveCalendar.groups(client) : named;
  }

  private static PlannedCalendar toBe(
      String group, String name, Map<String, CalendarSpec> wanted, Map<String, LiveCalendar> live) {
    CalendarSpec spec = wanted.get(name);
    Map<String, Object> body = spec == null ? Map.of() : CalendarWords.of(spec);
    return PlannedCalendar.toBe(group, name, body, Optional.ofNullable(live.get(name)));
  }

  /** How many calendars it is based on, one on the other; a circle was refused before. */
  private static int depth(Map<String, CalendarSpec> calendars, String name) {
    int depth = 0;
    Optional<CalendarSpec> at = Optional.ofNullable(calendars.get(name));
    while (at.isPresent() && depth <= calendars.size()) {
      depth++;
      at = at.get().base().map(calendars::get);
    }
    return depth;
  }

  private static List<PlannedCalendar> notIn(Set<String> wanted, Map<String, LiveCalendar> live) {
    List<PlannedCalendar> gone = new ArrayList<>();
    Set<String> left = new HashSet<>(live.keySet());
    left.removeAll(wanted);
    while (!left.isEmpty()) {
      List<String> free =
          left.stream()
              .filter(name -> left.stream().noneMatch(other -> isBasedOn(live, other, name)))
              .sorted()
              .toList();
      free.stream()
          .flatMap(name -> Optional.ofNullable(live.get(name)).stream())
          .filter(each -> !each.isOfJobFiles())
          .map(PlannedCalendar::toGo)
          .forEach(gone::add);
      if (free.isEmpty()) {
        break;
      }
      free.forEach(left::remove);
    }
    return gone;
  }

  private static boolean isBasedOn(Map<String, LiveCalendar> live, String calendar, String base) {
    LiveCalendar found = live.get(calendar);
    return found != null && base.equals(found.definition().get("base"));
  }

  private static void refuseThoseOfJobFiles(List<PlannedCalendar> planned) {
    String refused =
        planned.stream()
            .filter(each -> each.change() == Change.CHANGED)
            .filter(each -> each.live().filter(LiveCalendar::isOfJobFiles).isPresent())
            .map(PlannedCalendar::toString)
            .collect(Collectors.joining(", "));
    if (!refused.isEmpty()) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "calendars of job files, and so not changed from here: " + refused,
          "change them in the nodes' job files; the leader applies these",
          null);
    }
  }

  List<PlannedCalendar> those(Change change) {
    return calendars.stream().filter(each -> each.change() == change).toList();
  }

  /** Whether a calendar, or one that it is based on, is not yet as the plan makes it. */
  boolean isPending(String group, String name) {
    Optional<PlannedCalendar> planned =
        calendars.stream()
            .filter(each -> each.group().equals(group) && each.name().equals(name))
            .findFirst();
    if (planned.isEmpty()) {
      return false;
    }
    return planned.get().isPending()
        || (planned.get().body().get("base") instanceof String base && isPending(group, base));
  }
}

package dev.tenure.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the calendars of several files, and checks the names that refer to them. */
final class CalendarsReader {

  private final ZoneId zone;
  private final ProblemLog log;
  private final ConfigObject noDefaults;
  private final Map<String, CalendarConfig> calendars = new TreeMap<>();
  private final Map<String, Origin> places = new HashMap<>();
  private final Map<String, Located<String>> bases = new TreeMap<>();

  CalendarsReader(ZoneId zone, ConfigObject noDefaults, ProblemLog log) {
    this.zone = zone;
    this.noDefaults = noDefaults;
    this.log = log;
  }

  List<CalendarConfig> calendars() {
    return List.copyOf(calendars.values());
  }

  /** Answers whether it could be read as an object and is the first of its name. */
  boolean read(String name, ConfigValue value) {
    String path = ConfigUtil.joinPath("calendars", name);
    Origin origin = log.origin(value, path);
    if (!(value instanceof ConfigObject object)) {
      log.add(origin, "is not an object", name + " { type = holiday, dates = […] }");
      return false;
    }
    Origin first = places.putIfAbsent(name, origin);
    if (first != null) {
      log.add(origin, "is there already, at " + first.place(), "a name that is unique");
      return false;
    }
    ConfigReader reader = new ConfigReader(object, noDefaults, path, origin, log);
    CalendarConfig calendar = new CalendarReader(reader, zone).read(name);
    calendars.put(name, calendar);
    calendar
        .spec()
        .base()
        .ifPresent(base -> bases.put(name, new Located<>(base, reader.originOf("base"))));
    return true;
  }

  /** To be called when all files were read. */
  void check(List<JobConfig> jobs) {
    bases.values().forEach(this::checkName);
    jobs.forEach(job -> job.timing().calendar().ifPresent(this::checkName));
    bases.forEach(this::checkCircle);
  }

  private void checkName(Located<String> name) {
    if (!calendars.containsKey(name.value())) {
      Optional<String> near = NearestWord.of(name.value(), calendars.keySet());
      log.add(
          name.origin(),
          "is \""
              + name.value()
              + "\", and there is no such calendar"
              + near.map(n -> ", did you mean \"" + n + "\"?").orElse(""),
          calendars.isEmpty()
              ? "the name of one in calendars { … }"
              : String.join(", ", calendars.keySet()));
    }
  }

  private void checkCircle(String name, Located<String> base) {
    Set<String> chain = new LinkedHashSet<>();
    String current = name;
    while (bases.containsKey(current) && chain.add(current)) {
      current = bases.get(current).value();
    }
    if (current.equals(name) && chain.contains(name)) {
      log.add(
          base.origin(),
          "makes a circle: " + String.join(" on ", chain) + " on " + name,
          "a base that does not lead back");
    }
  }
}

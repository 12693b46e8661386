package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.tenure.model.JobName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the jobs of several files. */
final class JobsReader {

  private static final ConfigObject NO_DEFAULTS = ConfigFactory.empty().root();

  private final JobDefaults defaults;
  private final Config substitutes;
  private final ProblemLog log;
  private final Map<String, ConfigObject> objects = new LinkedHashMap<>();
  private final CalendarsReader calendars;
  private final List<JobConfig> jobs = new ArrayList<>();
  private final Map<String, Origin> seen = new HashMap<>();

  /** Files may substitute the node's settings and variables of the environment. */
  JobsReader(JobDefaults defaults, Config variables, Config node, ProblemLog log) {
    this.defaults = defaults;
    this.substitutes = node.withOnlyPath("tenure").withFallback(variables);
    this.log = log;
    this.calendars = new CalendarsReader(defaults.zone(), NO_DEFAULTS, log);
  }

  /** To be called when all files were read: names that refer to others are checked then. */
  void finish() {
    calendars.check(jobs);
  }

  List<CalendarConfig> calendars() {
    return calendars.calendars();
  }

  List<JobConfig> jobs() {
    return List.copyOf(jobs);
  }

  /** What was read, by path, for the effective text. */
  Map<String, ConfigObject> objects() {
    return objects;
  }

  /** A job file holds jobs and calendars; the node file may hold them beside {@code tenure}. */
  void read(HoconFile file, boolean nodeFile) {
    for (Map.Entry<String, ConfigValue> entry : file.root().entrySet()) {
      rootKey(entry.getKey(), entry.getValue(), nodeFile);
    }
    if (!file.root().containsKey("jobs") && !file.root().containsKey("calendars")) {
      return;
    }
    Config own = file.config().withoutPath("tenure");
    ConfigObject read = Unresolved.resolve(own, substitutes, log).root();
    each("calendars", read.get("calendars"), this::calendar);
    each("jobs", read.get("jobs"), this::job);
  }

  /** In the order of the lines. */
  private void each(
      String key, @Nullable ConfigValue value, BiConsumer<String, ConfigValue> reader) {
    if (value instanceof ConfigObject all) {
      all.entrySet().stream()
          .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
          .forEach(entry -> reader.accept(entry.getKey(), entry.getValue()));
    } else if (value != null) {
      log.add(log.origin(value, key), "is not an object", key + " { name { … } }");
    }
  }

  private void calendar(String key, ConfigValue value) {
    if (calendars.read(key, value) && value instanceof ConfigObject object) {
      objects.put(ConfigUtil.joinPath("calendars", key), object);
    }
  }

  private void rootKey(String key, ConfigValue value, boolean nodeFile) {
    Origin origin = log.origin(value, ConfigUtil.joinPath(key));
    if (key.equals("tenure") && !nodeFile) {
      log.add(
          origin,
          "node settings in a job file",
          "calendars, jobs and vars; tenure in the node file only");
    } else if (!ConfigLoader.ROOT_KEYS.contains(key)) {
      String hint =
          NearestWord.of(key, ConfigLoader.ROOT_KEYS)
              .map(near -> ", did you mean \"" + near + "\"?")
              .orElse("");
      log.add(origin, "unknown key" + hint, String.join(", ", ConfigLoader.ROOT_KEYS));
    }
  }

  private void job(String key, ConfigValue value) {
    String path = ConfigUtil.joinPath("jobs", key);
    Origin origin = log.origin(value, path);
    if (!(value instanceof ConfigObject object)) {
      log.add(origin, "is not an object", key + " { class = …, cron = … }");
      return;
    }
    Optional<JobName> name = name(key, origin);
    ConfigReader reader = new ConfigReader(object, NO_DEFAULTS, path, origin, log);
    Optional<JobConfig> read = new JobReader(reader, defaults).read(name.orElse(new JobName("x")));
    if (name.isEmpty() || read.isEmpty()) {
      return;
    }
    JobConfig job = read.get();
    Origin first = seen.putIfAbsent(job.group() + "/" + job.name(), origin);
    if (first != null) {
      log.add(
          origin,
          "group \"" + job.group() + "\" has a job of this name already, at " + first.place(),
          "a name that is unique in its group");
      return;
    }
    objects.put(path, object);
    jobs.add(job);
  }

  private Optional<JobName> name(String key, Origin origin) {
    try {
      return Optional.of(JobName.plain(key));
    } catch (IllegalArgumentException e) {
      log.add(ConfigProblem.of(origin, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}

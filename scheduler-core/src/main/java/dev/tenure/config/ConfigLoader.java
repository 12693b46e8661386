package dev.tenure.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node's configuration. Later places win: {@code reference.conf}, the node file, variables
 * {@code CONFIG_FORCE_tenure_…} of the environment, system properties {@code tenure.…}.
 *
 * <p>Nothing is thrown for a wrong configuration: a {@link Result} carries every problem beside
 * what could be read, so that a caller can add what it finds itself (cron text, missing classes)
 * and report all in one go. Reads files; call it from any thread, not from an event loop.
 */
public final class ConfigLoader {

  /** What may stand at the top of a file; {@code vars} is for the file's own substitutions. */
  static final TreeSet<String> ROOT_KEYS =
      new TreeSet<>(List.of("calendars", "jobs", "tenure", "vars"));

  private static final ValueParser<Duration> DEBOUNCE =
      Values.duration(Duration.ofMillis(10), Duration.ofMinutes(1));

  private final Map<String, String> environment;
  private final Map<String, String> properties;
  private final Supplier<String> hostName;

  private ConfigLoader(
      Map<String, String> environment, Map<String, String> properties, Supplier<String> hostName) {
    this.environment = Map.copyOf(environment);
    this.properties = Map.copyOf(properties);
    this.hostName = hostName;
  }

  /** With the environment and the system properties of this process. */
  public static ConfigLoader system() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return new ConfigLoader(System.getenv(), properties, HostName::ofThisMachine);
  }

  /**
   * With a given environment, for tests and embedding programs.
   *
   * @param environment variables, as {@code System.getenv()} has them
   * @param properties system properties
   * @param hostName the name of a node that is told none
   */
  public static ConfigLoader of(
      Map<String, String> environment, Map<String, String> properties, String hostName) {
    return new ConfigLoader(environment, properties, () -> hostName);
  }

  /** Reads a node file and the job files that it names. */
  public Result load(Path nodeFile) {
    return new Loading().load(Optional.of(nodeFile), List.of());
  }

  /** Reads a node file, if there is one, and more job files beside those that it names. */
  public Result load(Optional<Path> nodeFile, List<Path> moreJobFiles) {
    return new Loading().load(nodeFile, moreJobFiles);
  }

  /**
   * Reads files of either kind: the first one with a {@code tenure} object is the node file, all
   * others are job files. Job files that a node file names are read too.
   */
  public Result loadAny(List<Path> files) {
    return new Loading().loadAny(files);
  }

  /**
   * What was found.
   *
   * @param configuration what could be read; absent only if there are no usable node settings. To
   *     be used for further checks; to be run only if there are no problems
   * @param problems sorted by file and line
   */
  public record Result(Optional<Configuration> configuration, List<ConfigProblem> problems) {

    public Result {
      problems = problems.stream().distinct().sorted().toList();
    }

    /** The same with what a higher floor found. */
    public Result with(List<ConfigProblem> more) {
      List<ConfigProblem> all = new ArrayList<>(problems);
      all.addAll(more);
      return new Result(configuration, all);
    }

    /** The configuration, or {@link InvalidConfigException} if there is any problem. */
    public Configuration orThrow() {
      if (configuration.isEmpty() || !problems.isEmpty()) {
        throw new InvalidConfigException(problems);
      }
      return configuration.get();
    }
  }

  /** One load. */
  private final class Loading {
    private final Path workingDirectory = Path.of("").toAbsolutePath();
    private final ProblemLog log = new ProblemLog(workingDirectory);
    private final Config variables = Overrides.variables(environment);

    Result loadAny(List<Path> files) {
      Optional<Path> nodeFile = files.stream().filter(this::isNodeFile).findFirst();
      return load(nodeFile, files.stream().filter(f -> !nodeFile.equals(Optional.of(f))).toList());
    }

    private boolean isNodeFile(Path file) {
      ProblemLog discarded = new ProblemLog(workingDirectory);
      return HoconFile.parse(file, commandLine(), discarded).root().containsKey("tenure");
    }

    Result load(Optional<Path> nodeFile, List<Path> moreJobFiles) {
      try {
        return read(nodeFile, moreJobFiles);
      } catch (StackOverflowError e) {
        // No file is nested deeply by itself; substitutions have put one thing into another.
        Origin origin =
            nodeFile
                .or(() -> moreJobFiles.stream().findFirst())
                .map(path -> new Origin(log.show(path), 0, ""))
                .orElse(commandLine());
        log.add(origin, "its substitutions make it nested too deeply", "fewer of them in a row");
        return new Result(Optional.empty(), log.problems());
      }
    }

    private Result read(Optional<Path> nodeFile, List<Path> moreJobFiles) {
      Optional<HoconFile> file = nodeFile.map(f -> HoconFile.parse(f, commandLine(), log));
      Config reference = Unresolved.resolve(Reference.parse(), variables, log);
      ConfigObject defaults = reference.getObject("tenure");
      Config merged =
          Unresolved.resolve(
              Overrides.of(properties, environment, defaults)
                  .withFallback(file.map(HoconFile::config).orElse(ConfigFactory.empty()))
                  .withFallback(reference),
              variables,
              log);
      ConfigObject tenure = objectOr(merged.root().get("tenure"), defaults);
      Paths paths =
          new Paths(file.map(HoconFile::folder).orElse(workingDirectory), workingDirectory);
      Origin origin =
          file.map(f -> log.origin(f.root().getOrDefault("tenure", f.root()), "tenure"))
              .orElse(new Origin(Reference.NAME, 0, "tenure"));
      ConfigReader reader = new ConfigReader(tenure, defaults, "tenure", origin, log);

      ConfigReader jobs = reader.section("jobs");
      List<Located<Path>> named = jobs.list("files", paths.path()).orElse(List.of());
      JobDefaults jobDefaults = JobReader.defaults(jobs.section("defaults"));
      JobFiles files = new JobFiles(log);
      files.add(named, file.isPresent());
      moreJobFiles.forEach(f -> files.add(new Located<>(f, commandLine())));

      JobsReader jobsReader = new JobsReader(jobDefaults, variables, merged, log);
      file.ifPresent(f -> jobsReader.read(f, true));
      files.parsed().forEach(f -> jobsReader.read(f, false));
      jobsReader.finish();
      JobsConfig jobsConfig = jobsConfig(jobs, files.paths(), jobDefaults);
      NodeConfig node = new NodeReader(paths, hostName, log).read(reader, jobsConfig);
      new ChannelNames(node.alerts(), log).check(tenure, jobsReader.jobs(), jobsReader.objects());
      String effective = new EffectiveText(log).of(tenure, jobsReader.objects());
      return new Result(
          Optional.of(
              new Configuration(node, jobsReader.jobs(), jobsReader.calendars(), effective)),
          log.problems());
    }

    private JobsConfig jobsConfig(ConfigReader jobs, List<Path> files, JobDefaults defaults) {
      Optional<Long> version = jobs.optional("version", Values.number(0, Long.MAX_VALUE));
      JobsConfig config =
          new JobsConfig(
              files,
              jobs.value("watch", Values.bool()),
              jobs.value("debounce", DEBOUNCE),
              version.map(OptionalLong::of).orElse(OptionalLong.empty()),
              defaults);
      jobs.finish();
      return config;
    }

    private ConfigObject objectOr(@Nullable ConfigValue value, ConfigObject fallback) {
      if (value instanceof ConfigObject object) {
        return object;
      }
      if (value != null) {
        log.add(log.origin(value, "tenure"), "is not an object", "tenure { … }");
      }
      return fallback;
    }

    private Origin commandLine() {
      return new Origin("command line", 0, "");
    }
  }
}

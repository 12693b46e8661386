package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.config.TimingConfig;
import dev.tenure.model.Dst;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tenure next}: the next slots of a job or of a cron expression. */
@Command(
    name = "next",
    description = {
      "Show the next slots of a job of the files, or of a cron expression, with what",
      "happens to them where the clocks change. Asks no node and starts nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure next nightly",
      "  tenure next \"30 2 * * *\" --zone Europe/Berlin --from 2026-03-28T00:00:00Z"
    })
final class NextCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "JOB|CRON",
      description = "The name of a job, or an expression such as \"30 2 * * *\" or @daily.")
  private String wanted = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many slots, 1 to 10000. Default: ${DEFAULT-VALUE}.")
  private int count = 20;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      converter = ZoneConverter.class,
      description = "Whose clock on the wall. Default: the job's zone; for an expression UTC.")
  private @Nullable ZoneId zone;

  @Option(
      names = "--dst",
      paramLabel = "RULE",
      converter = DstConverter.class,
      description = {
        "Instead of the job's rule for changes of the clocks: one of skip and shift, one of",
        "first, second and both, or two of them with a comma; vixie for the default."
      })
  private @Nullable Dst dst;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "Show the slots after it, such as 2026-03-28T00:00:00Z. Default: now.")
  private @Nullable Instant from;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "The job's group, where several have a job of this name.")
  private @Nullable String group;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The node's file. Default: tenure.conf in the folder conf.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    if (count < 1 || count > 10_000) {
      throw usage("--count is " + count, "1 to 10000");
    }
    Instant after = from == null ? Instant.now() : from;
    PrintWriter out = spec.commandLine().getOut();
    boolean cron = wanted.strip().contains(" ") || wanted.startsWith("@");
    out.print(cron ? ofCron(after) : ofJob(after));
    out.flush();
    return ExitCode.OK;
  }

  private String ofCron(Instant after) {
    ZoneId shown = zone == null ? ZoneOffset.UTC : zone;
    try {
      Grid grid = Grids.cron(wanted, shown, dst == null ? Dst.VIXIE : dst);
      return grid.describe() + System.lineSeparator() + new SlotTable(shown).of(grid, after, count);
    } catch (ScheduleException e) {
      throw usage(String.valueOf(e.getMessage()), "docs/configuration.md has the grammar");
    }
  }

  private String ofJob(Instant after) {
    Path file = config == null ? ConfigOption.defaultFile() : config;
    ConfigLoader.Result loaded = ConfigLoader.system().load(file);
    Configuration configuration =
        loaded
            .configuration()
            .map(c -> loaded.with(Grids.problems(c.jobs(), c.calendars())))
            .orElse(loaded)
            .orThrow();
    JobConfig job = asAsked(job(configuration.jobs()));
    Grid grid = Grids.of(job, configuration.calendars());
    return head(job, grid)
        + System.lineSeparator()
        + new SlotTable(job.timing().zone()).of(grid, after, count);
  }

  private JobConfig job(List<JobConfig> jobs) {
    List<JobConfig> found =
        jobs.stream()
            .filter(job -> job.name().value().equals(wanted))
            .filter(job -> group == null || job.group().value().equals(group))
            .toList();
    if (found.size() > 1) {
      throw usage(
          "several groups have a job \"" + wanted + "\"",
          found.stream().map(job -> "--group " + job.group()).collect(Collectors.joining(", or ")));
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "no job \"" + wanted + "\"" + (group == null ? "" : " in group " + group),
                    "known: "
                        + jobs.stream()
                            .map(job -> job.name().value())
                            .distinct()
                            .sorted()
                            .limit(20)
                            .collect(Collectors.joining(", "))
                        + "; a cron expression is one argument, in quotes"));
  }

  /** As if its file said what the options say. */
  private JobConfig asAsked(JobConfig job) {
    TimingConfig own = job.timing();
    TimingConfig timing =
        new TimingConfig(
            own.schedule(),
            zone == null ? own.zone() : zone,
            dst == null ? own.dst() : dst,
            own.start(),
            own.end(),
            own.calendar(),
            own.spread());
    return new JobConfig(
        job.name(),
        job.group(),
        job.origin(),
        job.className(),
        timing,
        job.policy(),
        job.data(),
        job.description(),
        job.owner(),
        job.tags(),
        job.enabled());
  }

  private static String head(JobConfig job, Grid grid) {
    String calendar = job.timing().calendar().map(name -> ", calendar " + name.value()).orElse("");
    return job.group()
        + "/"
        + job.name()
        + ": "
        + grid.describe()
        + calendar
        + (job.enabled() ? "" : ", not enabled");
  }

  private static CommandFailure usage(String what, String hint) {
    return new CommandFailure(ExitCode.USAGE, what, hint, null);
  }

  /** A region, or an offset. */
  static final class ZoneConverter implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "\"" + text + "\" is not a time zone; allowed: a region such as Europe/Berlin, or UTC");
      }
    }
  }

  /** A date-time with an offset. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "\"" + text + "\" is not an instant; allowed: such as 2026-03-28T00:00:00Z");
      }
    }
  }

  /** Words for gaps, for overlaps, or one of each. */
  static final class DstConverter implements ITypeConverter<Dst> {
    @Override
    public Dst convert(String text) {
      Dst dst = Dst.VIXIE;
      for (String word : List.of(text.strip().split(" *, *", -1))) {
        Optional<Dst.Gap> gap = constant(Dst.Gap.values(), word);
        Optional<Dst.Overlap> overlap = constant(Dst.Overlap.values(), word);
        if (gap.isEmpty() && overlap.isEmpty()) {
          throw new TypeConversionException(
              "\"" + word + "\" is no rule; allowed: skip, shift, first, second, both, vixie");
        }
        dst = new Dst(gap.orElse(dst.gap()), overlap.orElse(dst.overlap()));
      }
      return dst;
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] constants, String word) {
      return List.of(constants).stream().filter(c -> c.name().equalsIgnoreCase(word)).findFirst();
    }
  }
}

package dev.tenure.server.cli;

import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.json.Json;
import dev.tenure.schedule.Grids;
import dev.tenure.server.cli.PlannedJob.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a node look at the jobs that a plan adds or changes, before anything is changed. */
final class JobPreviews {

  private static final String CALENDAR = "calendar";

  private final NodeClient client;
  private final Configuration file;
  private final CalendarPlan calendars;
  private final List<String> problems = new ArrayList<>();

  JobPreviews(NodeClient client, Configuration file, CalendarPlan calendars) {
    this.client = client;
    this.file = file;
    this.calendars = calendars;
  }

  /**
   * The jobs with their next slots. What the cluster would refuse ends the command, all at once.
   */
  List<PlannedJob> of(List<PlannedJob> jobs) {
    List<PlannedJob> previewed = jobs.stream().map(this::of).toList();
    if (!problems.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.join(System.lineSeparator(), problems),
          "nothing was changed; mend the file and repeat the command",
          null);
    }
    return previewed;
  }

  private PlannedJob of(PlannedJob job) {
    if (job.change() != Change.ADDED && job.change() != Change.CHANGED) {
      return job;
    }
    Map<String, Object> body = new LinkedHashMap<>(job.body());
    boolean local = isOfPendingCalendar(job);
    if (local) {
      // The node does not know it yet; all else of the job is its to judge.
      body.remove(CALENDAR);
    }
    NodeAnswer answer =
        client.ask("POST", job.ref().path().then("preview").text(), Map.of(), Json.write(body));
    if (answer.status() == 422) {
      problems.add(job.ref() + ": " + NodeFailure.of(answer).getMessage());
      return job;
    }
    if (answer.status() >= 400) {
      throw NodeFailure.of(answer);
    }
    return job.withNext(local ? next(job.ref()) : PlannedJob.firstOf(answer.json()));
  }

  private boolean isOfPendingCalendar(PlannedJob job) {
    return job.body().get(CALENDAR) instanceof String calendar
        && calendars.isPending(job.ref().group(), calendar);
  }

  private Optional<Instant> next(JobRef ref) {
    return file.jobs().stream()
        .filter(job -> JobRef.of(job).equals(ref))
        .filter(JobConfig::enabled)
        .findFirst()
        .flatMap(job -> Grids.of(job, file.calendars()).next(Instant.now()));
  }
}

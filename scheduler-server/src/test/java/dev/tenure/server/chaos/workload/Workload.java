package dev.tenure.server.chaos.workload;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The jobs of a trial: the same for the same seed, number, epoch and stage.
 *
 * @param files jobs of the job file
 * @param api jobs that a program defines
 */
public record Workload(List<FileJob> files, List<ApiJob> api) {

  /** One of so many jobs is defined by a program. */
  private static final int API_SHARE = 8;

  public Workload {
    files = List.copyOf(files);
    api = List.copyOf(api);
  }

  /** Draws jobs. */
  public static Workload draw(long seed, int jobs, Epoch epoch, Stage stage) {
    Random random = new Random(seed);
    int byApi = jobs / API_SHARE;
    List<FileJob> files =
        IntStream.rangeClosed(1, jobs - byApi)
            .mapToObj(n -> FileJob.draw("job-" + n, random, epoch))
            .toList();
    List<ApiJob> api =
        IntStream.rangeClosed(1, byApi)
            .mapToObj(n -> ApiJob.draw("api-" + n, random, epoch, stage))
            .toList();
    return new Workload(files, api);
  }

  /** The whole job file: one object, and the one calendar. */
  public static String hocon(Iterable<FileJob> jobs, Stage stage) {
    StringBuilder text = new StringBuilder("jobs {\n");
    jobs.forEach(job -> text.append(job.hocon(stage)));
    return text.append(
            """
            }
            calendars {
              closed { type = cron, cron = "10-19,45-49 * * ? * *" }
            }
            """)
        .toString();
  }

  /** How many slots there are in a second, about. */
  public double rate() {
    double rate = 0;
    for (FileJob job : files) {
      rate += 1000.0 / job.timing().periodMillis();
    }
    return rate + api.size() / 4.0;
  }
}

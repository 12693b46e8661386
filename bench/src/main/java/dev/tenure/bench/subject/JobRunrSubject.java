package dev.tenure.bench.subject;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/**
 * A server of JobRunr. Its recurring jobs cannot be due each second, so all that it is to run is
 * put into its store beforehand: queued when it is to run flat out, else scheduled for its
 * instants.
 */
final class JobRunrSubject implements Subject {

  private static final int AT_ONCE = 1000;

  /** A slow machine's. */
  private static final int SAVED_PER_SECOND = 2000;

  private final HikariDataSource source;

  JobRunrSubject(Map<String, String> settings) {
    source = Database.open(settings);
    StorageProvider store = new PostgresStorageProvider(source);
    BackgroundJobServerConfiguration server =
        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
            .andWorkerCount(Integer.parseInt(Subjects.value(settings, "threads")))
            .andServerTimeoutPollIntervalMultiplicand(
                Integer.parseInt(Subjects.value(settings, "missed")))
            .andPollInterval(Duration.ofMillis(Integer.parseInt(Subjects.value(settings, "poll"))));
    JobRunr.configure()
        .useJsonMapper(new JacksonJsonMapper())
        .useStorageProvider(store)
        .useBackgroundJobServer(server, false)
        .initialize();
    if (Boolean.parseBoolean(Subjects.value(settings, "defines"))) {
      define(store, Workload.of(settings));
    }
  }

  private static void define(StorageProvider store, Workload load) {
    if (load.hangs()) {
      store.save(job("hang", List.of(), new EnqueuedState()));
      return;
    }
    List<Job> some = new ArrayList<>();
    int all = load.total();
    // Nothing must be due before all of it is there.
    Instant begin = load.begin(5 + all / SAVED_PER_SECOND);
    for (int i = 0; i < all; i++) {
      if (load.periodMillis() < 1000) {
        some.add(job("run", List.of(), new EnqueuedState()));
      } else {
        Instant first = load.first(i % load.jobs(), begin);
        Instant slot = first.plusMillis((long) (i / load.jobs()) * load.periodMillis());
        List<JobParameter> slotOnly =
            List.of(new JobParameter(long.class, (Object) slot.toEpochMilli()));
        some.add(job("slot", slotOnly, new ScheduledState(slot)));
      }
      if (some.size() == AT_ONCE || i == all - 1) {
        store.save(some);
        some = new ArrayList<>();
      }
    }
  }

  private static Job job(String method, List<JobParameter> parameters, JobState state) {
    return new Job(new JobDetails(JobRunrWork.class.getName(), null, method, parameters), state);
  }

  @Override
  public void start() {
    JobRunr.getBackgroundJobServer().start();
  }

  @Override
  public void close() {
    JobRunr.getBackgroundJobServer().stop();
    source.close();
  }
}

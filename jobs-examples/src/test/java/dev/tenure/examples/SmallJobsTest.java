package dev.tenure.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.slf4j.LoggerFactory;

class SmallJobsTest {

  @Test
  void logJobWritesItsMessageAtItsLevel() {
    Logger logger = (Logger) LoggerFactory.getLogger(LogJob.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      LogJob job = new LogJob();
      job.setMessage("hello");
      job.setLevel(org.slf4j.event.Level.WARN);
      job.execute(Contexts.plain(job));
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARN);
              assertThat(line.getFormattedMessage()).isEqualTo("group.job: hello");
            });
  }

  @Test
  void failingJobFailsWithItsMessage() {
    FailingJob job = new FailingJob();
    job.setMessage("no luck");
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessage("no luck");
  }

  @Test
  void failingJobSucceedsInTheAttemptAfterItsFailures() throws Exception {
    FailingJob job = new FailingJob();
    job.setFailTimes(2);
    assertThatThrownBy(() -> job.execute(Contexts.tenure(job, 2, List.of())))
        .isInstanceOf(JobExecutionException.class);
    JobExecutionContext third = Contexts.tenure(job, 3, List.of());
    job.execute(third);
    assertThat(third.getResult()).isEqualTo("succeeded in attempt 3");
  }

  @Test
  void counterJobContinuesFromWhatIsInItsData() throws Exception {
    CounterJob job = new CounterJob();
    JobExecutionContext context = Contexts.plain(job);
    JobDataMap data = context.getJobDetail().getJobDataMap();
    job.execute(context);
    assertThat(data).containsEntry("count", 1L);
    data.put("count", 41);
    job.execute(context);
    assertThat(data).containsEntry("count", 42L);
    assertThat(context.getResult()).isEqualTo(42L);
  }

  @Test
  void counterJobRefusesACountThatIsNoNumber() {
    CounterJob job = new CounterJob();
    JobExecutionContext context = Contexts.plain(job);
    context.getJobDetail().getJobDataMap().put("count", "many");
    assertThatThrownBy(() -> job.execute(context))
        .isInstanceOf(JobExecutionException.class)
        .hasMessageContaining("data.count must be a whole number");
  }

  @Test
  void slowJobReportsEachStep() throws Exception {
    SlowJob job = new SlowJob();
    job.setSteps(4);
    job.setStepDuration(Duration.ZERO);
    List<String> progress = new ArrayList<>();
    JobExecutionContext context = Contexts.tenure(job, 1, progress);
    job.execute(context);
    assertThat(progress)
        .containsExactly("25 step 1 of 4", "50 step 2 of 4", "75 step 3 of 4", "100 step 4 of 4");
    assertThat(context.getResult()).isEqualTo("4 steps done");
  }

  @Test
  void slowJobThatWasInterruptedStopsInItsPresentStep() {
    SlowJob job = new SlowJob();
    job.setStepDuration(Duration.ofDays(1));
    job.interrupt();
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessage("interrupted in step 1 of 10");
  }

  @Test
  void slowJobHeedsAnInterruptOfItsThread() {
    SlowJob job = new SlowJob();
    job.setStepDuration(Duration.ofDays(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void statusSetKnowsClassesRangesAndSingleCodes() {
    StatusSet set = StatusSet.of(List.of("2xx", "301-303", "404"));
    assertThat(List.of(200, 299, 301, 303, 404)).allMatch(set::contains);
    assertThat(List.of(199, 300, 304, 403, 500)).noneMatch(set::contains);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusSet.of(List.of("ok")))
        .withMessageContaining("200, 2xx or 200-204");
  }

  @Test
  void tailKeepsTheEndAndCutsNoCharacter() {
    Tail tail = new Tail(4);
    byte[] bytes = "abcdeü!x".getBytes(UTF_8);
    tail.append(bytes, bytes.length);
    assertThat(tail.text(UTF_8)).isEqualTo("…ü!x");
    tail.append(new byte[] {'y'}, 1);
    assertThat(tail.text(UTF_8)).isEqualTo("…!xy");
    assertThat(tail.total()).isEqualTo(bytes.length + 1);
  }
}

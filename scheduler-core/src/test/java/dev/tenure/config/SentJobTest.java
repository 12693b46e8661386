package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SentJobTest {

  private static final JobDefaults DEFAULTS =
      ConfigLoader.of(Map.of(), Map.of(), "node-1")
          .load(Optional.empty(), List.of())
          .configuration()
          .orElseThrow()
          .node()
          .jobs()
          .defaults();

  private static SentJob read(String json) {
    return SentJob.read(json, new GroupName("reports"), new JobName("a"), DEFAULTS);
  }

  @Test
  void theWordsAreThoseOfAJobFile() {
    SentJob sent =
        read(
            """
            {"class": "com.acme.A", "every": "PT5M", "timeout": "10m", "retry": {"attempts": 3},
             "data": {"a.b": 1, "list": [1, null, "x"]}, "tags": ["x", "y"], "group": "reports"}""");
    assertThat(sent.problems()).isEmpty();
    JobConfig job = sent.job().orElseThrow();
    assertThat(job.group().value()).isEqualTo("reports");
    assertThat(job.policy().timeout()).contains(Duration.ofMinutes(10));
    assertThat(job.timing().schedule())
        .isInstanceOfSatisfying(
            ScheduleConfig.Every.class,
            every -> assertThat(every.period().value()).isEqualTo(Duration.ofMinutes(5)));
    assertThat(job.policy().retry().attempts()).isEqualTo(3);
    assertThat(job.policy().retry().backOff()).isEqualTo(DEFAULTS.policy().retry().backOff());
    assertThat(job.data().values())
        .containsEntry("a.b", 1L)
        .containsEntry("list", List.of(1L, "x"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceByItsPath() {
    SentJob sent =
        read(
            "{\"cron\": \"@daily\", \"every\": \"1s\", \"retry\": {\"x\": 1}, \"group\": \"other\"}");
    assertThat(sent.problems())
        .extracting(problem -> problem.origin().path())
        .containsExactlyInAnyOrder("", "every", "retry.x");
    assertThat(read("{\"class\": \"A\", \"every\": \"1s\", \"group\": \"other\"}").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.origin().path()).isEqualTo("group"));
    assertThat(read("{\"class\": \"A\", \"every\": \"PT\"}").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("not a duration"));
  }

  @Test
  void whatIsNoJsonObjectIsOneProblem() {
    for (String bad :
        List.of("", "{", "[]", "5", "class = A", "{\"a\": ${HOME}}", "[".repeat(200), "{}{}")) {
      assertThat(read(bad).problems()).as(bad).hasSize(1);
      assertThat(read(bad).job()).isEmpty();
    }
  }
}

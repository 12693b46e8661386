package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.JobDefaults;
import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExportedJobsTest {

  private static final JobDefaults DEFAULTS =
      ConfigLoader.of(Map.of(), Map.of(), "node-1")
          .load(Optional.empty(), List.of())
          .orThrow()
          .node()
          .jobs()
          .defaults();

  private final ExportedJobs exported = new ExportedJobs(DEFAULTS);

  private static LiveJob job(String group, String name, String definition) {
    JsonObject answer = JsonObject.parse("{\"definition\":" + definition + "}");
    return new LiveJob(new JobRef(group, name), answer, Optional.empty());
  }

  private static LiveCalendar calendar(String group, String name, String day) {
    String answer =
        "{\"definition\":{\"type\":\"weekly\",\"days\":[\"" + day + "\"],\"time-zone\":\"UTC\"}}";
    return new LiveCalendar(group, name, JsonObject.parse(answer));
  }

  @Test
  void jobsOfOneNameFitIntoFilesOfTheirGroups() {
    exported.add(job("a", "report", "{\"class\":\"C\",\"every\":\"PT1H\"}"));
    exported.add(job("b", "report", "{\"class\":\"D\",\"enabled\":false}"));
    assertThatThrownBy(exported::oneFile)
        .hasMessageContaining("a/report and b/report have one name")
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.hint()).contains("--group a", "folder"));
    assertThat(exported.byGroup().keySet()).containsExactly("a", "b");
    assertThat(exported.byGroup().get("b").toString()).contains("class=D").doesNotContain("every");
    assertThat(exported.jobCount()).isEqualTo(2);
  }

  @Test
  void aCalendarMustBeTheSameInAllGroups() {
    exported.add(calendar("a", "closed", "SUNDAY"));
    exported.add(calendar("b", "closed", "SUNDAY"));
    assertThat(exported.calendarFile().toString()).contains("closed", "SUNDAY");
    assertThatThrownBy(() -> exported.add(calendar("c", "closed", "MONDAY")))
        .hasMessageContaining("calendar \"closed\" is not the same");
  }

  @Test
  void whatAJobFileCannotSayIsNamed() {
    exported.add(job("a", "several", "{\"class\":\"C\"}"));
    exported.add(job("a", "quartz~name", "{\"class\":\"C\",\"every\":\"PT1H\"}"));
    assertThat(exported.leftOut()).hasSize(2);
    assertThat(exported.leftOut().get(0)).contains("a/several", "cron");
    assertThat(exported.leftOut().get(1)).contains("a/quartz~name", "name");
    assertThat(exported.oneFile()).isEqualTo(Map.of("jobs", Map.of()));
  }
}

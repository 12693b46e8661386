package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.JobDefaults;
import dev.tenure.config.SentJob;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.json.Json;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of a job can be sent, and is the same job then. */
final class JobWordsTest {

  private static final JobDefaults DEFAULTS =
      ConfigLoader.of(Map.of(), Map.of(), "node-1")
          .load(Optional.empty(), List.of())
          .configuration()
          .orElseThrow()
          .node()
          .jobs()
          .defaults();

  private static FileJob read(String json) {
    SentJob sent = SentJob.read(json, new GroupName("g"), new JobName("j"), DEFAULTS);
    assertThat(sent.problems()).isEmpty();
    return FileJob.of(sent.job().orElseThrow()).ofApi();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'cron':'30 2 * * *','time-zone':'Europe/Berlin','dst':{'gap':'skip','overlap':'both'}",
        "'cron':'H 2 * * 1-5','calendar':'holidays','priority':7",
        "'every':'90s','start':'2026-01-01T00:00:00Z','end':'2027-01-01T00:00:00.5Z'",
        "'at':['2026-01-01T00:00:00Z','2026-01-02T00:00:00Z'],'catch-up':'skip'",
        "'every':'1h','catch-up':{'policy':'all','max':5,'window':'3d'},'concurrency':'replace'",
        "'every':'1ms','retry':{'attempts':4,'back-off':'1s','max-back-off':'9s','jitter':0.5}",
        "'every':'1d','timeout':'10m','when-stuck':'free','on-leader-loss':'rerun'",
        "'every':'1d','data':{'a':1,'b':[true,0.5,'x'],'c':{'d':'e'}},'enabled':false",
        "'enabled':false",
        "'enabled':false,'cron':'H H * * *','spread':'3h','calendar':'holidays','priority':9,'data':{}",
        "'enabled':false,'start':'2026-01-01T00:00:00Z','catch-up':'skip'",
        "'every':'5m','spread':'1m','timeout':'none'",
        "'every':'1d','description':'text','owner':'me','tags':['a','b'],'retention':{'runs':3}",
        "'every':'1d','alerts':{'enabled':false},'expect-success-within':'25h'",
        "'every':'1d','alerts':{'channels':['a','b']}"
      })
  void whatIsShownMeansTheSame(String words) {
    FileJob job =
        read("{'class':'com.acme.A',".replace('\'', '"') + words.replace('\'', '"') + "}");
    String shown = Json.write(JobWords.of(job.job(), job.triggers()));
    FileJob again = read(shown);
    assertThat(again).isEqualTo(job);
    assertThat(Json.write(JobWords.of(again.job(), again.triggers()))).isEqualTo(shown);
  }

  @Test
  void whatASpreadAndAnHashedFieldStandForIsKept() {
    FileJob job = read("{\"class\":\"com.acme.A\",\"cron\":\"H H(2-5) * * *\",\"spread\":\"2h\"}");
    TriggerSpec trigger = job.trigger().orElseThrow();
    assertThat(trigger.spread()).isLessThan(Duration.ofHours(2));
    assertThat(((ScheduleSpec.Cron) trigger.schedule()).text()).doesNotContain("H");
    assertThat(JobWords.of(job.job(), job.triggers()))
        .containsEntry("cron", "H H(2-5) * * *")
        .containsEntry("spread", Duration.ofHours(2));
    TriggerSpec ofOthers =
        TriggerSpec.of(trigger.name(), trigger.job(), trigger.schedule(), Instant.EPOCH);
    assertThat(JobWords.of(job.job(), List.of(ofOthers)).get("cron").toString())
        .as("a trigger that somebody replaced is not what the file said")
        .doesNotContain("H");
  }

  @Test
  void defaultsOfTheReaderChangeNothingOfWhatIsShown() {
    JobDefaults others =
        ConfigLoader.of(
                Map.of(),
                Map.of(
                    "tenure.jobs.defaults.timeout", "5m",
                    "tenure.jobs.defaults.spread", "1h",
                    "tenure.jobs.defaults.retry.attempts", "7"),
                "node-1")
            .load(Optional.empty(), List.of())
            .orThrow()
            .node()
            .jobs()
            .defaults();
    FileJob job = read("{\"class\":\"com.acme.A\",\"every\":\"1h\"}");
    String shown = Json.write(JobWords.of(job.job(), job.triggers()));
    SentJob sent = SentJob.read(shown, new GroupName("g"), new JobName("j"), others);
    assertThat(sent.problems()).isEmpty();
    assertThat(FileJob.of(sent.job().orElseThrow()).ofApi()).isEqualTo(job);
  }
}

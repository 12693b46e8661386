package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashedCronTest {

  private static final JobHash REPORT = hash("report");

  /** printf 'default/report/minute' | sha256sum, and so on. */
  @Test
  void theHashIsAsDocumented() throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest("default/report/minute".getBytes(StandardCharsets.UTF_8));
    long first = Long.parseUnsignedLong(HexFormat.of().formatHex(digest).substring(0, 16), 16);

    assertThat(REPORT.below(60, "minute")).isEqualTo(Long.remainderUnsigned(first, 60));
    assertThat(HashedCron.resolve("H 3 * * *", REPORT))
        .isEqualTo(Long.remainderUnsigned(first, 60) + " 3 * * *");
  }

  /** Nodes of different versions must agree, so these never change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H H * * *            | 49 23 * * *",
        "h(0-29) * * * *      | 19 * * * *",
        "H/15 * * * *         | 4-59/15 * * * *",
        "H(30-59)/10 2 * * *  | 39-59/10 2 * * *",
        "0,H 2 * * *          | 0,49 2 * * *",
        "0 0 H * *            | 0 0 1 * *",
        "0 0 * H H            | 0 0 * 2 6",
        "H H H ? * H          | 19 49 23 ? * 7",
        "0 0 12 H/7 * ? 2030  | 0 0 12 1-31/7 * ? 2030",
        "15 10 * * *          | 15 10 * * *",
        "@daily               | @daily",
      })
  void hStandsForAValueOfTheJobsName(String text, String resolved) {
    assertThat(HashedCron.resolve(text, REPORT)).isEqualTo(resolved);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "H(5-70) * * * *  |1| \"H(5-70)\" is out of range for minute; allowed: 0 to 59",
        "* H(9-5) * * *   |3| \"H(9-5)\" ends before it begins; allowed: a range that goes up",
        "H/0 * * * *      |1| \"H/0\" has no step for 60 values; allowed: 1 to 60",
        "H(0-9)/11 * * * *|1| \"H(0-9)/11\" has no step for 10 values; allowed: 1 to 10",
        "0 1,H() * * *    |5| \"H()\" is not a form of H; allowed: H, H(a-b), H/step or"
            + " H(a-b)/step",
        "H(MON-FRI) * * * *|1| \"H(MON-FRI)\" is not a form of H; allowed: H, H(a-b), H/step or"
            + " H(a-b)/step",
        "H(0-29) 99 * * * |9| \"99\" is out of range for hour; allowed: 0 to 23",
        "0 0 12 ? * * H   |14| \"H\" needs a job, by whose name it stands for a value; allowed:"
            + " numbers",
        "HH * * * *       |1| \"HH\" is not a minute; allowed: 0 to 59",
      })
  void wrongFormsAreRefusedWithThePosition(String text, int position, String message) {
    assertThatThrownBy(() -> HashedCron.resolve(text, REPORT))
        .isInstanceOf(ScheduleException.class)
        .hasMessage("\"" + text.strip() + "\", position " + position + ": " + message);
  }

  @Test
  void withoutAJobThereIsNoH() {
    assertThatThrownBy(() -> Grids.cron("0 H * * *", ZoneId.of("UTC")))
        .hasMessage(
            "\"0 H * * *\", position 3: \"H\" needs a job, by whose name it stands for a value;"
                + " allowed: numbers");
  }

  @Test
  void jobsAreSpreadEvenlyOverTheMinutes() {
    Map<String, Integer> jobs = new TreeMap<>();
    for (int i = 0; i < 60_000; i++) {
      jobs.merge(HashedCron.resolve("H * * * *", hash("job-" + i)), 1, Integer::sum);
    }

    assertThat(jobs).hasSize(60);
    assertThat(jobs.values()).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void aSpreadMovesEachJobByAPartOfIt() {
    Duration spread = Duration.ofSeconds(30);
    long sum = 0;
    for (int i = 0; i < 10_000; i++) {
      Duration part = hash("job-" + i).part(spread);
      assertThat(part).isBetween(Duration.ZERO, spread.minusMillis(1));
      sum += part.toMillis();
    }

    assertThat(sum / 10_000).isBetween(14_500L, 15_500L);
    assertThat(REPORT.part(Duration.ZERO)).isZero();
    assertThat(REPORT.part(spread))
        .isEqualTo(REPORT.part(spread))
        .isNotEqualTo(hash("x").part(spread));
    assertThat(
            new ShiftedGrid(Grids.every(Duration.ofMinutes(1)), Duration.ofSeconds(20))
                .next(Instant.EPOCH.plusSeconds(20)))
        .contains(Instant.EPOCH.plusSeconds(80));
  }

  private static JobHash hash(String job) {
    return new JobHash(new GroupName("default"), new JobName(job));
  }
}

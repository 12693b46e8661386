package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.TriggerKey;

final class QuartzNamesTest {

  private static final String ODD = "aZ09._-~%/ +?#\"\\\u0000\u007fäß€\u4e2d\ud83d\ude00";

  private final QuartzNames names = new QuartzNames("DEFAULT");

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    int[] letters = ODD.codePoints().toArray();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  @Test
  void everyKeyComesBackAndNoTwoShareAName() {
    Random random = new Random(7);
    Map<JobName, JobKey> seen = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String group = random.nextInt(3) == 0 ? "DEFAULT" : random(random);
      JobKey key = new JobKey(random(random), group);
      TriggerKey trigger = new TriggerKey(key.getName(), key.getGroup());
      JobName name = names.name(key);

      assertThat(names.key(name)).isEqualTo(key);
      assertThat(names.key(names.name(trigger))).isEqualTo(trigger);
      JobKey other = seen.putIfAbsent(name, key);
      assertThat(other == null || other.equals(key)).as("%s: %s and %s", name, key, other).isTrue();
    }
  }

  @Test
  void ordinaryNamesStayReadable() {
    assertThat(names.name(new JobKey("nightly-report"))).hasToString("nightly-report");
    assertThat(names.name(new TriggerKey("at.2_30", "reports"))).hasToString("reports~at.2_30");
    assertThat(names.name(new JobKey("a b", "x/y"))).hasToString("x%2Fy~a%20b");
    assertThat(names.name(new JobKey(".hidden"))).hasToString("%2Ehidden");
  }

  @Test
  void aGroupThatLooksLikeTheHomeOneIsNot() {
    assertThat(names.name(new JobKey("a", "default"))).hasToString("default~a");
    assertThat(new QuartzNames("default").name(new JobKey("a", "default"))).hasToString("a");
  }

  @Test
  void aNameThatStandsForNoKeyIsTakenAsItIs() {
    assertThat(names.key(new TriggerName("50%")).getName()).isEqualTo("50%");
    assertThat(names.key(new TriggerName("a%zz")).getName()).isEqualTo("a%zz");
  }

  @Test
  void whatHasNoNameIsRefused() {
    assertThatThrownBy(() -> names.name(new JobKey("x\ud83d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> names.name(new JobKey("x".repeat(401))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("400");
    assertThatThrownBy(() -> names.name(new JobKey("")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

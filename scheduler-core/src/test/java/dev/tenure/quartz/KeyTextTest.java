package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.TriggerKey;

final class KeyTextTest {

  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9%][A-Za-z0-9._~%-]*");
  private static final String ODD = "aZ09._-~%/ +?#\"\\\u0000\u007fäß€\u4e2d\ud83d\ude00";

  private final KeyText keys = new KeyText("DEFAULT");

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
  void everyKeyComesBackAndNoTwoShareAText() {
    Random random = new Random(7);
    Map<String, JobKey> seen = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String group = random.nextInt(3) == 0 ? "DEFAULT" : random(random);
      JobKey key = new JobKey(random(random), group);
      String text = keys.text(key);

      assertThat(text).matches(FIT);
      KeyText.Parts back = keys.parts(text);
      assertThat(new JobKey(back.name(), back.group())).as(text).isEqualTo(key);
      JobKey other = seen.putIfAbsent(text, key);
      assertThat(other == null || other.equals(key)).as("%s: %s and %s", text, key, other).isTrue();
    }
  }

  @Test
  void ordinaryNamesStayReadable() {
    assertThat(keys.text(new JobKey("nightly-report"))).isEqualTo("nightly-report");
    assertThat(keys.text(new TriggerKey("at.2_30", "reports"))).isEqualTo("reports~at.2_30");
    assertThat(keys.text(new JobKey("a b", "x/y"))).isEqualTo("x%2Fy~a%20b");
    assertThat(keys.text(new JobKey(".hidden"))).isEqualTo("%2Ehidden");
  }

  @Test
  void aGroupThatLooksLikeTheHomeOneIsNot() {
    assertThat(keys.text(new JobKey("a", "default"))).isEqualTo("default~a");
    assertThat(new KeyText("default").text(new JobKey("a", "default"))).isEqualTo("a");
  }

  @Test
  void aTextThatNobodyWroteIsTakenAsItIs() {
    assertThat(keys.parts("50%").name()).isEqualTo("50%");
    assertThat(keys.parts("%zz").name()).isEqualTo("%zz");
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThatThrownBy(() -> keys.text(new JobKey("x\ud83d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }
}

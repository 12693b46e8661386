package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids of runs and escaped text that anybody may have typed. */
final class RunIdFuzzTest {

  private static final List<String> IDS =
      List.of(
          "default/slow/1795234575000/1",
          "default/slow/other/-1/2147483647",
          "g/j/manual~abc/1/1",
          "g/~weird.name_1-2/9223372036854775807/3");

  @Test
  void anIdIsReadBackOrRefused() {
    Fuzz.run(
        "run ids",
        20_000,
        random -> {
          byte[] bytes = Fuzz.one(random, IDS).getBytes(StandardCharsets.UTF_8);
          String text = new String(Fuzz.mutated(random, bytes), StandardCharsets.UTF_8);
          RunId id;
          try {
            id = RunId.parse(text);
          } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
          }
          assertThat(RunId.parse(id.toString())).isEqualTo(id);
        });
  }

  @Test
  void escapedTextIsReadBackWhateverItIs() {
    Fuzz.run(
        "escaped text",
        20_000,
        random -> {
          String plain =
              new String(Fuzz.random(random, random.nextInt(40)), StandardCharsets.UTF_8);
          assertThat(SafeText.unescape(SafeText.escape(plain))).isEqualTo(plain);
          assertThat(SafeText.unescape(plain)).isNotNull();
        });
  }
}

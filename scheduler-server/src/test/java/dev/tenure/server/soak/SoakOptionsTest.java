package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SoakOptionsTest {

  @Test
  void theCommandOfAReportGivesTheSameAgain() {
    SoakOptions options = new SoakOptions(7, 4, 12, 30, Path.of("soak-report"));
    List<String> words = List.of(options.command().split(" "));
    assertThat(SoakOptions.of(words.subList(2, words.size()))).isEqualTo(options);
  }

  @Test
  void whatIsNotKnownIsRefused() {
    for (List<String> wrong :
        List.of(
            List.of("--hours", "1"),
            List.of("--minutes"),
            List.of("--minutes", "x"),
            List.of("--minutes", "0"),
            List.of("--nodes", "1"))) {
      assertThatThrownBy(() -> SoakOptions.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

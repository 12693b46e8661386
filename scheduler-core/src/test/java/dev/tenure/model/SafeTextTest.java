package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a b/c",
        "~x",
        ".hidden",
        "-",
        "100%",
        "%41",
        "ключ",
        "\uD83D\uDE00",
        "a~b",
        "%"
      })
  void everyTextComesBack(String text) {
    String escaped = SafeText.escape(text);

    assertThat(escaped).matches("[A-Za-z0-9%][A-Za-z0-9._%-]*");
    assertThat(SafeText.unescape(escaped)).isEqualTo(text);
  }

  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(SafeText.escape("nightly_report-2.x")).isEqualTo("nightly_report-2.x");
    assertThat(SafeText.escape("a b")).isEqualTo("a%20b");
  }

  @Test
  void aPercentSignThatEscapesNothingStandsForItself() {
    assertThat(SafeText.unescape("5%")).isEqualTo("5%");
    assertThat(SafeText.unescape("%zz%4")).isEqualTo("%zz%4");
  }

  @Test
  void halfOfASurrogatePairIsRefused() {
    assertThatThrownBy(() -> SafeText.escape("\uD83D")).hasMessageContaining("surrogate");
  }

  @Test
  void namesOfJobFilesFollowTheStricterRule() {
    assertThat(new JobName("a~b%20c").value()).isEqualTo("a~b%20c");
    assertThatThrownBy(() -> JobName.plain("a~b")).hasMessageContaining("is not a name");
    assertThatThrownBy(() -> new TriggerName("a/b")).hasMessageContaining("is not a name");
  }
}

package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a command takes its token from. */
final class CredentialTest {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Optional<String> shown(Optional<Path> file, Map<String, String> environment) {
    return Credential.of(file, environment).authorization();
  }

  @Test
  void theOptionGoesBeforeTheVariables() throws IOException {
    Path option = file("option", "one\n");
    Map<String, String> both =
        Map.of("TENURE_TOKEN", "two", "TENURE_TOKEN_FILE", file("named", " three ").toString());

    assertThat(shown(Optional.of(option), both)).contains("Bearer one");
    assertThat(shown(Optional.empty(), both)).contains("Bearer two");
    assertThat(shown(Optional.empty(), Map.of("TENURE_TOKEN_FILE", both.get("TENURE_TOKEN_FILE"))))
        .contains("Bearer three");
    assertThat(shown(Optional.empty(), Map.of("TENURE_TOKEN", " "))).isEmpty();
    assertThat(Credential.of(Optional.of(option), both).toString()).doesNotContain("one");
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutBeingShown() throws IOException {
    Path two = file("two", "secret-one secret-two");

    assertThatThrownBy(() -> shown(Optional.of(two), Map.of()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--token-file")
        .hasMessageNotContaining("secret-one");
    assertThatThrownBy(() -> shown(Optional.of(folder.resolve("nowhere")), Map.of()))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> shown(Optional.of(file("empty", "\n")), Map.of()))
        .hasMessageContaining("holds no token");
    assertThatThrownBy(() -> shown(Optional.empty(), Map.of("TENURE_TOKEN", "a\r\nX: b")))
        .hasMessageContaining("TENURE_TOKEN");
  }
}

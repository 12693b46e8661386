package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which classes may be named from outside, and who covers whom. */
class ApiConfigTest {

  private static final List<ClassPattern> COMMANDS = List.of(new ClassPattern("a.Shell"));

  @Test
  void aStarStaysInItsPackageAndTwoGoBeneathIt() {
    assertThat(new ClassPattern("com.acme.*").matches("com.acme.Report")).isTrue();
    assertThat(new ClassPattern("com.acme.*").matches("com.acme.Report$Inner")).isTrue();
    assertThat(new ClassPattern("com.acme.*").matches("com.acme.sub.Report")).isFalse();
    assertThat(new ClassPattern("com.acme.**").matches("com.acme.sub.Report")).isTrue();
    assertThat(new ClassPattern("com.acme.**").matches("com.acmeX.Report")).isFalse();
    assertThat(new ClassPattern("com.acme.Report").matches("com.acme.Reports")).isFalse();
    assertThat(new ClassPattern("com.acme.*Job").matches("com.acme.NightJob")).isTrue();
    assertThat(new ClassPattern("**").matches("x.Y")).isTrue();
    assertThatThrownBy(() -> new ClassPattern("com..acme"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAListAllButTheShellMayBeNamed() {
    ApiConfig.Classes classes = new ApiConfig.Classes(Optional.empty(), false, COMMANDS);

    assertThat(classes.problem("a.Report")).isEmpty();
    assertThat(classes.problem("a.Shell")).get().asString().contains("tenure.api.shell");
  }

  @Test
  void aListAloneDoesNotOpenTheShell() {
    Optional<List<ClassPattern>> all = Optional.of(List.of(new ClassPattern("a.*")));

    assertThat(new ApiConfig.Classes(all, false, COMMANDS).problem("a.Shell")).isPresent();
    assertThat(new ApiConfig.Classes(all, true, COMMANDS).problem("a.Shell")).isEmpty();
    assertThat(new ApiConfig.Classes(all, true, COMMANDS).problem("b.Report"))
        .get()
        .asString()
        .contains("[a.*]", "tenure.api.allowed-classes");
  }

  @Test
  void aRoleCoversThoseBeforeIt() {
    assertThat(Role.ADMIN.covers(Role.OPERATOR)).isTrue();
    assertThat(Role.OPERATOR.covers(Role.OPERATOR)).isTrue();
    assertThat(Role.OPERATOR.covers(Role.ADMIN)).isFalse();
    assertThat(Role.VIEWER.covers(Role.OPERATOR)).isFalse();
  }
}

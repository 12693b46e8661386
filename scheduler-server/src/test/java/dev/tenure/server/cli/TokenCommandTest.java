package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ApiToken;
import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import dev.tenure.config.TokensFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token is made, and known by what is printed for the file. */
final class TokenCommandTest {

  @TempDir private Path folder;

  private record Printed(int code, String out, String err) {}

  private static Printed token(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "token";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code =
        TenureCommand.commandLine(
                (node, view) -> {
                  throw new IllegalStateException("no node is started here");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all);
    return new Printed(code, out.toString(), err.toString());
  }

  private List<ApiToken> known(String file) throws IOException {
    return TokensFile.read(Files.writeString(folder.resolve("tokens.conf"), file)).orThrow();
  }

  @Test
  void theEntryKnowsTheTokenAndDoesNotHoldIt() throws IOException {
    Printed printed = token("ci.deploy", "--role", "operator", "--expires", "90d");

    assertThat(printed.code()).isZero();
    String secret =
        printed.err().lines().filter(line -> line.startsWith("tenure_")).findFirst().orElseThrow();
    assertThat(printed.out()).doesNotContain(secret).hasLineCount(1);
    ApiToken token = known(printed.out()).get(0);
    assertThat(token.name()).isEqualTo("ci.deploy");
    assertThat(token.role()).isEqualTo(Role.OPERATOR);
    assertThat(token.hash()).isEqualTo(TokenHash.of(new Secret(secret)));
    assertThat(token.expires()).get().matches(end -> end.isAfter(Instant.now()));
  }

  @Test
  void entriesAreAddedOneBelowTheOther() throws IOException {
    String file = token("a", "--role", "viewer").out() + token("b", "--role", "admin").out();

    assertThat(known(file)).extracting(ApiToken::name).containsExactly("a", "b");
    assertThat(known(file).get(0).expires()).isEmpty();
  }

  @Test
  void aSecretFileIsForItsOwnerAloneAndNeverWrittenOver() throws IOException {
    Path file = folder.resolve("a.token");
    Printed printed = token("a", "--role", "viewer", "--secret-file", file.toString());

    assertThat(printed.code()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String secret = Files.readString(file).strip();
    assertThat(known(printed.out()).get(0).hash()).isEqualTo(TokenHash.of(new Secret(secret)));

    Printed again = token("a", "--role", "viewer", "--secret-file", file.toString());
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(Files.readString(file).strip()).isEqualTo(secret);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(token("a").code()).isEqualTo(ExitCode.USAGE);
    assertThat(token("a", "--role", "boss").code()).isEqualTo(ExitCode.USAGE);
    assertThat(token("a b", "--role", "viewer").err()).contains("is no name for a token");
    assertThat(token("a", "--role", "viewer", "--expires", "soon").err()).contains("90d");
    assertThat(token("a", "--role", "viewer", "--expires", "2001-01-01T00:00:00Z").err())
        .contains("is over already");
  }
}

package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the interface, as a file says it. */
class TokensFileTest {

  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);

  @TempDir Path folder;

  @Test
  void tokensAreReadWithRoleAndEnd() throws IOException {
    TokensFile.Result read =
        read(
            """
            tokens {
              grafana { role = viewer, hash = "%s" }
              "ops@acme.com" { role = admin, hash = "%s", expires = "2027-01-01T00:00:00Z" }
            }
            """
                .formatted(ONE, TWO));

    assertThat(read.orThrow())
        .containsExactly(
            new ApiToken("grafana", Role.VIEWER, new TokenHash("1".repeat(64)), Optional.empty()),
            new ApiToken(
                "ops@acme.com",
                Role.ADMIN,
                new TokenHash("2".repeat(64)),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));
  }

  @Test
  void everyProblemHasItsLine() throws IOException {
    TokensFile.Result read =
        read(
            """
            tokens {
              a { hash = "%s" }
              b { role = viewer }
              c { role = root, hash = "tenure_oops" }
              d { role = viewer, hash = "%s", expires = soon }
              e { role = viewer, hash = "%s", until = never }
              f { role = admin, hash = "%s" }
              anonymous { role = admin, hash = "%s" }
              g = 3
            }
            users {}
            """
                .formatted(ONE, ONE, ONE, ONE, TWO));

    assertThat(read.problems())
        .extracting(problem -> problem.toString().replaceAll("; allowed.*", ""))
        .extracting(line -> line.substring(line.lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder(
            "tokens.conf:2: tokens.a: has no role",
            "tokens.conf:3: tokens.b: has no hash",
            "tokens.conf:4: tokens.c.role: is \"root\"",
            "tokens.conf:4: tokens.c.hash: is not the hash of a token",
            "tokens.conf:5: tokens.d.expires: is \"soon\", not a date with a time",
            "tokens.conf:6: tokens.e.until: unknown key",
            "tokens.conf:7: tokens.f: is the same token as e",
            "tokens.conf:8: tokens.anonymous: its name \"anonymous\" is no name for a token",
            "tokens.conf:9: tokens.g: is not an object",
            "tokens.conf:11: users: unknown key");
    assertThat(read.tokens()).extracting(ApiToken::name).containsExactly("e");
    assertThatThrownBy(read::orThrow).isInstanceOf(InvalidConfigException.class);
  }

  @Test
  void aTokenThatStandsWhereItsHashBelongsIsNotRepeated() throws IOException {
    assertThat(read("tokens { a { role = viewer, hash = tenure_secret } }").problems().toString())
        .doesNotContain("tenure_secret");
  }

  @Test
  void aFileThatWasCutOffIsNoEmptyList() throws IOException {
    assertThat(read("").problems()).singleElement().asString().contains("has no tokens");
    assertThat(read("tokens {").problems()).hasSize(1);
    assertThat(read("tokens {}").orThrow()).isEmpty();
    assertThat(TokensFile.read(folder.resolve("nowhere")).problems())
        .singleElement()
        .asString()
        .contains("there is no file");
  }

  @Test
  void aFileThatEverybodyMayWriteIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("tokens.conf"), "tokens {}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(TokensFile.read(file).problems()).singleElement().asString().contains("chmod o-w");
  }

  @Test
  void aFreshTokenIsKnownByItsHashAlone() {
    SecureRandom random = new SecureRandom();
    List<Secret> secrets = List.of(ApiToken.fresh(random), ApiToken.fresh(random));

    assertThat(secrets.get(0).reveal()).matches("tenure_[A-Za-z0-9_-]{43}");
    assertThat(secrets.get(0)).isNotEqualTo(secrets.get(1)).hasToString(Secret.MASK);
    TokenHash hash = TokenHash.of(secrets.get(0));
    assertThat(TokenHash.parse(hash.toString())).isEqualTo(hash);
    assertThat(hash.matches(TokenHash.of(secrets.get(0)))).isTrue();
    assertThat(hash.matches(TokenHash.of(secrets.get(1)))).isFalse();
  }

  @Test
  void aTokenIsGoodUpToItsEnd() {
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    ApiToken token =
        new ApiToken("a", Role.VIEWER, new TokenHash("1".repeat(64)), Optional.of(end));

    assertThat(token.isExpired(end.minusMillis(1))).isFalse();
    assertThat(token.isExpired(end)).isTrue();
  }

  private TokensFile.Result read(String text) throws IOException {
    return TokensFile.read(Files.writeString(folder.resolve("tokens.conf"), text));
  }
}

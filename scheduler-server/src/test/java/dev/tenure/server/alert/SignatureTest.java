package dev.tenure.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SignatureTest {

  /** Made by {@code printf '%s.%s' 1795865708 '{"a":"ä"}' | openssl dgst -sha256 -hmac secret}. */
  @Test
  void itIsThatOfTheDocumentation() {
    assertThat(
            Signature.of(
                new Secret("secret"), Instant.ofEpochSecond(1795865708, 9), "{\"a\":\"ä\"}"))
        .isEqualTo(
            "t=1795865708,v1=e14e3bad5583a0f0e383b5b94f7d00bfb3f04d9df05ae9dbdc06bff0622268f4");
  }
}

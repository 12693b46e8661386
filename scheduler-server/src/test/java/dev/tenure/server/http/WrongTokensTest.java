package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Those who try tokens are slowed, and nobody else. */
final class WrongTokensTest {

  private static final TokenHash WRONG = TokenHash.of(new Secret("wrong"));
  private static final TokenHash RIGHT = TokenHash.of(new Secret("right"));

  private final ManualTime time = new ManualTime();
  private final WrongTokens tokens = new WrongTokens(time.clock());

  private int tries(String address) {
    int tries = 0;
    while (tries < 1000 && tokens.mustWait(address, WRONG).isEmpty()) {
      tokens.wrong(address, WRONG);
      tries++;
    }
    return tries;
  }

  @Test
  void afterSomeWrongOnesAnAddressHasToWait() {
    assertThat(tries("10.0.0.1")).isEqualTo(WrongTokens.AT_ONCE);
    assertThat(tokens.mustWait("10.0.0.1", WRONG)).contains(WrongTokens.ONE_MORE_EACH);

    time.pass(WrongTokens.ONE_MORE_EACH);
    assertThat(tries("10.0.0.1")).isEqualTo(1);
    time.pass(Duration.ofHours(1));
    assertThat(tries("10.0.0.1")).isEqualTo(WrongTokens.AT_ONCE);
  }

  @Test
  void anotherAddressNeedNotWait() {
    tries("10.0.0.1");
    assertThat(tokens.mustWait("10.0.0.2", WRONG)).isEmpty();
  }

  @Test
  void aTokenThatWasRightThereBeforeIsLookedAt() {
    tokens.right("10.0.0.1", RIGHT);
    tries("10.0.0.1");

    assertThat(tokens.mustWait("10.0.0.1", RIGHT)).isEmpty();
    assertThat(tokens.mustWait("10.0.0.1", WRONG)).isPresent();
  }

  @Test
  void aTokenThatIsNotRightAnyMoreIsOneOfTheWrongOnes() {
    tokens.right("10.0.0.1", RIGHT);
    tries("10.0.0.1");
    tokens.wrong("10.0.0.1", RIGHT);

    assertThat(tokens.mustWait("10.0.0.1", RIGHT)).isPresent();
  }

  @Test
  void whoHasAPrefixOfIpV6IsOneAddress() {
    tries("2001:db8:0:1::1");

    assertThat(tokens.mustWait("[2001:db8:0:1:ffff::2]", WRONG)).isPresent();
    assertThat(tokens.mustWait("2001:db8:0:2::1", WRONG)).isEmpty();
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      tokens.wrong("10.0." + i / 250 + "." + i % 250, WRONG);
    }
    assertThat(tokens.remembered()).isLessThanOrEqualTo(2048);
  }
}

package dev.tenure.config;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody, or some program, that may use the HTTP interface.
 *
 * @param name for people: it stands in logs and in the audit trail
 * @param role what the holder may do
 * @param hash what is kept of the token
 * @param expires from when on the token is not admitted any more; empty for one that stays good
 */
public record ApiToken(String name, Role role, TokenHash hash, Optional<Instant> expires) {

  private static final String MARK = "tenure_";
  private static final int BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** Throws {@link IllegalArgumentException} for a name that says less than it seems to. */
  public ApiToken {
    checkName(name);
  }

  /**
   * A new secret of 256 bits. It begins with a word by which programs that look for secrets in
   * places where none belongs recognise it.
   */
  public static Secret fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Throws {@link IllegalArgumentException} for what cannot be the name of a token. */
  public static void checkName(String name) {
    if (!NAME.matcher(name).matches() || name.equals("anonymous")) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name for a token; allowed: 1 to 64 letters, digits, '.', '_', '@' or"
              + " '-', the first a letter or a digit, and not \"anonymous\"");
    }
  }

  /** Whether it is not admitted any more. */
  public boolean isExpired(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isPresent();
  }
}

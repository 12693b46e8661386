package dev.tenure.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is kept of a token. Tokens are 256 bits of chance that nobody has chosen, so that nobody
 * finds one by trying: a plain SHA-256 is enough, without salt and without a slow function.
 *
 * @param hex 64 hexadecimal digits, small
 */
public record TokenHash(String hex) {

  private static final String PREFIX = "sha256:";
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /** Throws {@link IllegalArgumentException} for anything but 64 small hexadecimal digits. */
  public TokenHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("64 hexadecimal digits are needed");
    }
  }

  /** Of a token. */
  public static TokenHash of(Secret token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return new TokenHash(
          HexFormat.of().formatHex(sha.digest(token.reveal().getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Reads what {@link #toString} gives; throws {@link IllegalArgumentException} for another. */
  static TokenHash parse(String text) {
    if (!text.startsWith(PREFIX) || !FORM.matcher(text.substring(PREFIX.length())).matches()) {
      // Not shown: somebody may have written the token itself here.
      throw new IllegalArgumentException(
          "is not the hash of a token; allowed: sha256: and 64 small hexadecimal digits, as"
              + " `tenure token` prints them");
    }
    return new TokenHash(text.substring(PREFIX.length()));
  }

  /** Whether both are the same; takes as long for any two. */
  public boolean matches(TokenHash other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}

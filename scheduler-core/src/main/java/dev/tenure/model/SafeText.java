package dev.tenure.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Any text as one that is fit for keys and URLs, and back; one to one. Letters, digits, dots,
 * underscores and hyphens stay; other bytes of UTF-8 become {@code %XX}, and so does a first one
 * that is no letter or digit.
 */
public final class SafeText {

  private static final String HEX = "0123456789ABCDEF";

  private SafeText() {}

  /** Throws {@link IllegalArgumentException} for half of a surrogate pair, which has no bytes. */
  public static String escape(String plain) {
    StringBuilder text = new StringBuilder(plain.length());
    for (byte b : utf8(plain)) {
      if (isAlphanumeric(b) || (text.length() > 0 && (b == '.' || b == '_' || b == '-'))) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return text.toString();
  }

  /** What was escaped. A percent sign that escapes nothing stands for itself. */
  public static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int value = bytes[i] == '%' && i + 2 < bytes.length ? value(bytes[i + 1], bytes[i + 2]) : -1;
      plain.write(value < 0 ? bytes[i] : value);
      i += value < 0 ? 0 : 2;
    }
    return plain.toString(StandardCharsets.UTF_8);
  }

  private static int value(byte highDigit, byte lowDigit) {
    int high = HEX.indexOf(highDigit);
    int low = HEX.indexOf(lowDigit);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static byte[] utf8(String plain) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(plain));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "\"" + plain + "\" holds half of a surrogate pair, which cannot be stored", e);
    }
  }

  private static boolean isAlphanumeric(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}

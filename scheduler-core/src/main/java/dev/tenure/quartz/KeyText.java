package dev.tenure.quartz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.quartz.utils.Key;

/**
 * Keys of Quartz, which are any two texts, as one text that is fit for the store and for URLs, and
 * back; one to one. A key of the home group is its name alone, any other one is {@code group~name}.
 * Bytes of UTF-8 other than letters, digits, dots, underscores and hyphens are written {@code %XX},
 * and so is a first one that is no letter or digit.
 *
 * @param home the group whose keys need no mention of it
 */
record KeyText(String home) {

  private static final char SEPARATOR = '~';
  private static final String HEX = "0123456789ABCDEF";

  /** A key of Quartz in two parts. */
  record Parts(String group, String name) {}

  /** Throws {@link IllegalArgumentException} for a text that has no form in UTF-8. */
  String text(Key<?> key) {
    String name = escape(key.getName());
    return key.getGroup().equals(home) ? name : escape(key.getGroup()) + SEPARATOR + name;
  }

  /** The key that a text stands for. A text that none has is taken as it is. */
  Parts parts(String text) {
    int separator = text.indexOf(SEPARATOR);
    return separator < 0
        ? new Parts(home, unescape(text))
        : new Parts(
            unescape(text.substring(0, separator)), unescape(text.substring(separator + 1)));
  }

  static String escape(String plain) {
    StringBuilder text = new StringBuilder();
    for (byte b : utf8(plain)) {
      if (isAlphanumeric(b) || (text.length() > 0 && (b == '.' || b == '_' || b == '-'))) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return text.toString();
  }

  static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c == '%' ? value(text, i + 1) : -1;
      if (value >= 0) {
        plain.write(value);
        i += 2;
      } else {
        plain.write(c);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }

  private static int value(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = HEX.indexOf(text.charAt(at));
    int low = HEX.indexOf(text.charAt(at + 1));
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
          "the name \"" + plain + "\" holds half of a surrogate pair, which cannot be stored", e);
    }
  }

  private static boolean isAlphanumeric(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}

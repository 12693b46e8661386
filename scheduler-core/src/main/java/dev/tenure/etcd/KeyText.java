package dev.tenure.etcd;

import io.etcd.jetcd.ByteSequence;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Keys as text, one to one. Ours are UTF-8, but anybody may write keys that are not, and whoever
 * pages through them must be able to go on behind such a one. A byte that is not UTF-8 becomes half
 * of a surrogate pair, U+DC80 to U+DCFF, which stands in no other text.
 */
final class KeyText {

  private static final char REPLACEMENT = '\ufffd';
  private static final char FIRST = '\udc80';
  private static final char LAST = '\udcff';

  private KeyText() {}

  static String of(ByteSequence key) {
    String plain = key.toString(StandardCharsets.UTF_8);
    return plain.indexOf(REPLACEMENT) < 0 ? plain : escaped(key.getBytes());
  }

  private static String escaped(byte[] key) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(key);
    CharBuffer out = CharBuffer.allocate(key.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (FIRST - 0x80 + (in.get() & 0xff)));
      }
      decoder.reset();
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  static ByteSequence bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isByte(text, i)) {
        return unescaped(text);
      }
    }
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private static ByteSequence unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isByte(text, i)) {
        bytes.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(text.charAt(i) - FIRST + 0x80);
        from = i + 1;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return ByteSequence.from(bytes.toByteArray());
  }

  private static boolean isByte(String text, int at) {
    char c = text.charAt(at);
    return c >= FIRST && c <= LAST && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}

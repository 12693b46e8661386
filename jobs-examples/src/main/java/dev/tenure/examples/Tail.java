package dev.tenure.examples;

import java.nio.charset.Charset;

/** The last bytes of a stream, in bounded memory. Thread-safe. */
final class Tail {

  private final byte[] ring;
  private long total;

  Tail(int capacity) {
    this.ring = new byte[capacity];
  }

  synchronized void append(byte[] bytes, int length) {
    int kept = Math.min(length, ring.length);
    total += length - kept;
    for (int i = length - kept; i < length; i++) {
      ring[(int) (total++ % ring.length)] = bytes[i];
    }
  }

  /** How many bytes have come in. */
  synchronized long total() {
    return total;
  }

  /** What is kept, as text; begins with … if something was dropped. */
  synchronized String text(Charset charset) {
    int length = (int) Math.min(total, ring.length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((total - length + i) % ring.length)];
    }
    if (total == length) {
      return new String(bytes, charset);
    }
    int start = 0;
    while (start < Math.min(3, length) && (bytes[start] & 0xC0) == 0x80) {
      start++; // the rest of a UTF-8 character whose beginning was dropped
    }
    return "…" + new String(bytes, start, length - start, charset);
  }
}

package dev.tenure.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable value as the store keeps it: raw bytes, mostly UTF-8 JSON, but foreign ones may be
 * anything.
 */
public final class Bytes {

  private static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** The value that holds a copy of {@code content}. */
  public static Bytes of(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text; bytes that are not UTF-8 become replacement characters, never an exception. */
  public String utf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** A copy of the content. */
  public byte[] toArray() {
    return content.clone();
  }

  /** The length in bytes. */
  public int size() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return utf8();
  }
}

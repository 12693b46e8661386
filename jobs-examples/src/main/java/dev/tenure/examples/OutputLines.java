package dev.tenure.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/** Turns what comes out of a program into lines. Confined to one thread. */
final class OutputLines {

  /** What goes on without an end of line is cut here. */
  private static final int LONGEST_BYTES = 8192;

  private final Charset charset;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  OutputLines(Charset charset, Consumer<String> lines) {
    this.charset = charset;
    this.lines = lines;
  }

  void append(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        give();
      } else {
        line.write(bytes[i]);
        if (line.size() == LONGEST_BYTES) {
          give();
        }
      }
    }
  }

  /** There is no more: gives the last line, if it has no end. */
  void end() {
    if (line.size() > 0) {
      give();
    }
  }

  private void give() {
    lines.accept(line.toString(charset));
    line.reset();
  }
}

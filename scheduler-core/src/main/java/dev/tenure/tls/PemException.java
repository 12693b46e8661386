package dev.tenure.tls;

import java.nio.file.Path;

/** A PEM file that cannot be used; the message names the file, what is wrong, and the way out. */
public final class PemException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String what;
  private final String allowed;

  PemException(Path file, String what, String allowed) {
    super(file + " " + what + "; " + allowed);
    this.file = file;
    this.what = what;
    this.allowed = allowed;
  }

  /** The file that is to blame. */
  public Path file() {
    return file;
  }

  /** What is wrong with it: the end of a sentence that begins with its name. */
  public String what() {
    return what;
  }

  /** What would be right. */
  public String allowed() {
    return allowed;
  }
}

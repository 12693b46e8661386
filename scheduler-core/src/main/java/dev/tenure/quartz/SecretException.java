package dev.tenure.quartz;

/** A secret that a run needs and cannot have. The message names the reference, not the content. */
public final class SecretException extends Exception {

  private static final long serialVersionUID = 1L;

  public SecretException(String message) {
    super(message);
  }
}

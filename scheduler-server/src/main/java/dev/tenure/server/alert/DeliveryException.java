package dev.tenure.server.alert;

import org.jspecify.annotations.Nullable;

/** A message was not taken. */
final class DeliveryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whether it is worth another try. */
  enum Hope {
    /** The same may be taken later. */
    LATER,
    /** The same will never be taken: a person must act. */
    NEVER
  }

  private final Hope hope;

  DeliveryException(Hope hope, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.hope = hope;
  }

  Hope hope() {
    return hope;
  }
}

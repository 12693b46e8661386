package dev.tenure.store;

import org.jspecify.annotations.Nullable;

/**
 * A call that the store did not answer as asked. The message says what was asked and what to look
 * at.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is, and so what the caller may do. */
  public enum Kind {
    /** No answer in time, no connection, no quorum: try again later. */
    UNAVAILABLE,
    /** The lease does not exist any more: whatever was bound to it is gone. */
    LEASE_GONE,
    /** The revision asked for was compacted away: read again from the start. */
    COMPACTED,
    /** Wrong user, password, token or permission: a person must act. */
    DENIED,
    /** The store is full or the request too large. */
    LIMIT,
    /** The request was wrong: a defect of the caller. */
    INVALID
  }

  private final Kind kind;

  /** An exception with a message for people and the cause that was met, if there is one. */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What the caller may do about it. */
  public Kind kind() {
    return kind;
  }
}

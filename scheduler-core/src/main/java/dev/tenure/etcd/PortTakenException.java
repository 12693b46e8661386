package dev.tenure.etcd;

/** A member cannot listen because somebody else does. */
final class PortTakenException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  PortTakenException(String message) {
    super(message);
  }
}

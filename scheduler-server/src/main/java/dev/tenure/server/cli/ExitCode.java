package dev.tenure.server.cli;

/** The exit codes of {@code tenure}; they keep their meaning. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** The operation failed. */
  static final int FAILED = 1;

  /** Wrong usage, or a configuration that cannot be used. */
  static final int USAGE = 2;

  /** Nobody answered: etcd at the start of a node, or the node that was asked. */
  static final int UNREACHABLE = 3;

  /** A node that cannot go on and must be started anew. */
  static final int LOST = 4;

  private ExitCode() {}
}

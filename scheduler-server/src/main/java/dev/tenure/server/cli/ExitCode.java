package dev.tenure.server.cli;

/** The exit codes of {@code tenure}; they keep their meaning. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** The operation failed, or found what it was to look for. */
  static final int FAILED = 1;

  /** Wrong usage, or a configuration that cannot be used. */
  static final int USAGE = 2;

  /** Nobody answered: etcd at the start of a node, or the node that was asked. */
  static final int UNREACHABLE = 3;

  /** Of {@code tenure node}: it cannot go on and must be started anew. */
  static final int LOST = 4;

  /** Of the commands that ask a node: there is no such job, run or group. */
  static final int NOT_FOUND = 4;

  /** Refused, because something is not as the command expects it; nothing was changed. */
  static final int REFUSED = 5;

  /** Of the commands that ask a node: it wants a token, another token, or one that may do more. */
  static final int DENIED = 6;

  private ExitCode() {}
}

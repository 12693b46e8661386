package dev.tenure.server.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an exit code, a line that says what is wrong, and one that says what to do.
 */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String hint;

  /** An empty hint is not printed. */
  CommandFailure(int exitCode, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  int exitCode() {
    return exitCode;
  }

  String hint() {
    return hint;
  }
}

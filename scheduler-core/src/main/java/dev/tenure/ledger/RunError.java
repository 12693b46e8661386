package dev.tenure.ledger;

/**
 * Why a run did not succeed.
 *
 * @param type the class of the exception, or a short word when there was none
 * @param message what it said, cut to {@value #MAX_MESSAGE} characters
 * @param stack where, as lines of text, cut to {@value #MAX_STACK} characters; empty when there is
 *     none
 */
public record RunError(String type, String message, String stack) {

  /** The longest message that is kept, in characters. */
  public static final int MAX_MESSAGE = 1000;

  /** The longest stack that is kept, in characters. */
  public static final int MAX_STACK = 4000;

  /** How many frames of each exception are kept. */
  private static final int FRAMES = 12;

  private static final int CAUSES = 3;

  public RunError {
    type = CutText.to(200, type);
    message = CutText.to(MAX_MESSAGE, message);
    stack = CutText.to(MAX_STACK, stack);
  }

  /** Without a stack. */
  public RunError(String type, String message) {
    this(type, message, "");
  }

  /** The class, the message and the top of the stack of the exception and of its causes. */
  public static RunError of(Throwable thrown) {
    String message = thrown.getMessage();
    return new RunError(
        thrown.getClass().getName(), message == null ? "" : message, stackOf(thrown));
  }

  private static String stackOf(Throwable thrown) {
    StringBuilder lines = new StringBuilder();
    Throwable next = thrown;
    for (int i = 0; next != null && i <= CAUSES; i++) {
      if (i > 0) {
        lines.append("caused by ").append(next).append('\n');
      }
      StackTraceElement[] frames = next.getStackTrace();
      for (int f = 0; f < Math.min(FRAMES, frames.length); f++) {
        lines.append("at ").append(frames[f]).append('\n');
      }
      next = next.getCause();
    }
    return lines.toString();
  }
}

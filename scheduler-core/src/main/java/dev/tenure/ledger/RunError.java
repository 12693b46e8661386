package dev.tenure.ledger;

/**
 * Why a run did not succeed.
 *
 * @param type the class of the exception, or a short word when there was none
 * @param message what it said, cut to {@value #MAX_MESSAGE} characters
 */
public record RunError(String type, String message) {

  /** The longest message that is kept, in characters. */
  public static final int MAX_MESSAGE = 1000;

  public RunError {
    type = cut(type, 200);
    message = cut(message, MAX_MESSAGE);
  }

  /** The class and message of the exception. */
  public static RunError of(Throwable thrown) {
    String message = thrown.getMessage();
    return new RunError(thrown.getClass().getName(), message == null ? "" : message);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}

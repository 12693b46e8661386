package dev.tenure.ledger;

/** Words of jobs may be of any length; what is kept of them is not. */
final class CutText {

  private CutText() {}

  /**
   * The text, or its beginning with a mark that there was more.
   *
   * @param length the most characters there may be, with the mark; at least 2
   */
  static String to(int length, String text) {
    if (text.length() <= length) {
      return text;
    }
    // Half of a character that takes two would not be text any more.
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}

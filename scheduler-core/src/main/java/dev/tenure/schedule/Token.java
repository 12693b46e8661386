package dev.tenure.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of an expression.
 *
 * @param text the piece
 * @param position where it begins in the whole, from 1
 */
record Token(String text, int position) {

  private static final Pattern WORD = Pattern.compile("\\S+");

  static List<Token> words(String text) {
    List<Token> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(new Token(word.group(), word.start() + 1));
    }
    return words;
  }

  String upper() {
    return text.toUpperCase(Locale.ROOT);
  }

  Token part(int begin, int end) {
    return new Token(text.substring(begin, end), position + begin);
  }

  /** All parts, empty ones too. */
  List<Token> split(char separator) {
    List<Token> parts = new ArrayList<>();
    int begin = 0;
    int end = text.indexOf(separator);
    while (end >= 0) {
      parts.add(part(begin, end));
      begin = end + 1;
      end = text.indexOf(separator, begin);
    }
    parts.add(part(begin, text.length()));
    return parts;
  }

  ScheduleException wrong(String whole, String what, String allowed) {
    return new ScheduleException(whole, position, "\"" + text + "\" " + what, allowed);
  }
}

package dev.tenure.model;

import java.util.regex.Pattern;

/** The rules for names that become part of etcd keys and of URLs. */
final class Names {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern WIDE = Pattern.compile("[A-Za-z0-9%][A-Za-z0-9._~%-]{0,399}");

  private Names() {}

  /** The wider rule, for names that stand for texts of Quartz, which may be anything. */
  static String requireWide(String what, String value) {
    if (!WIDE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what
              + " \""
              + value
              + "\" is not a name: 1 to 400 letters, digits, '.', '_', '-', '~' or '%', the first one"
              + " a letter, a digit or '%'");
    }
    return value;
  }

  static String require(String what, String value) {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what
              + " \""
              + value
              + "\" is not a name: 1 to 100 letters, digits, '.', '_' or '-', the first one a letter"
              + " or a digit");
    }
    return value;
  }
}

package dev.tenure.model;

import java.util.regex.Pattern;

/** The one rule for names that become part of etcd keys and of URLs. */
final class Names {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Names() {}

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

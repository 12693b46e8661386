package dev.tenure.config;

import java.util.regex.Pattern;

/**
 * The names of some classes: {@code com.acme.Report}, {@code com.acme.*} for those of one package,
 * {@code com.acme.**} for those of the packages beneath it too.
 *
 * @param text as it was written
 */
public record ClassPattern(String text) {

  private static final Pattern FORM =
      Pattern.compile("(\\*\\*|[A-Za-z_$*][\\w$*]*)(\\.(\\*\\*|[A-Za-z_$*][\\w$*]*))*");

  /** Throws {@link IllegalArgumentException} for what cannot match a class. */
  public ClassPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" names no classes; allowed: com.acme.Report, com.acme.* (one package), or"
              + " com.acme.** (with those beneath)");
    }
  }

  /** Whether a class of this name is meant. */
  public boolean matches(String className) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean many = text.startsWith("**", i);
      if (many) {
        regex.append(".*");
        i++;
      } else if (text.charAt(i) == '*') {
        regex.append("[^.]*");
      } else {
        regex.append(Pattern.quote(text.substring(i, i + 1)));
      }
    }
    return className.matches(regex.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}

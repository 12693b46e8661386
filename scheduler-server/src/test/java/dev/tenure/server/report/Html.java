package dev.tenure.server.report;

/**
 * Markup that may stand in a page as it is. Text becomes markup in one way only, {@link #text}, so
 * nothing from outside ends up in a page unescaped.
 *
 * @param markup well-formed HTML or SVG
 */
public record Html(String markup) {

  /** Text as markup; fit for attribute values in double quotes, too. */
  public static Html text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // HTML knows no other control characters.
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return new Html(out.toString());
  }

  @Override
  public String toString() {
    return markup;
  }
}

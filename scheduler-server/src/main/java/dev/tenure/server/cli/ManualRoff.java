package dev.tenure.server.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/** A manual page as {@code man} reads it. */
final class ManualRoff {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private ManualRoff() {}

  /**
   * All of it; the same for the same words, so it has no date.
   *
   * @param version of the program
   */
  static String of(ManualPage page, String version) {
    StringBuilder roff = new StringBuilder();
    roff.append(".TH ")
        .append(quoted(page.name().toUpperCase(Locale.ROOT)))
        .append(" 1 \"\" ")
        .append(quoted("Tenure " + version))
        .append(" \"Tenure Manual\"\n.nh\n.ad l\n");
    for (ManualPage.Section section : page.sections()) {
      roff.append(".SH ").append(quoted(section.title())).append('\n');
      section.blocks().forEach(block -> block(roff, block));
    }
    return roff.toString();
  }

  private static void block(StringBuilder roff, ManualPage.Block block) {
    if (block instanceof ManualPage.Prose prose) {
      roff.append(line(prose.text())).append('\n');
    } else if (block instanceof ManualPage.Item item) {
      roff.append(".TP\n\\fB").append(escaped(item.term())).append("\\fR\n");
      roff.append(line(item.text())).append('\n');
    } else if (block instanceof ManualPage.Verbatim verbatim) {
      roff.append(".nf\n");
      verbatim.lines().forEach(each -> roff.append(line(each)).append('\n'));
      roff.append(".fi\n");
    }
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  /** What is typed as it stands is bold; a line that begins like a request is none. */
  private static String line(String text) {
    String escaped = CODE.matcher(escaped(text)).replaceAll("\\\\fB$1\\\\fR");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.strip()
        .codePoints()
        .forEach(
            point -> {
              if (point == '\\') {
                escaped.append("\\e");
              } else if (point == '-') {
                escaped.append("\\-");
              } else if (point == '\n' || point == '\r') {
                escaped.append(' ');
              } else if (point < 128) {
                escaped.append((char) point);
              } else {
                escaped.append("\\[u%04X]".formatted(point));
              }
            });
    return escaped.toString();
  }
}

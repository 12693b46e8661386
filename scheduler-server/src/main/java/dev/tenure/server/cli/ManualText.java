package dev.tenure.server.cli;

import java.util.ArrayList;
import java.util.List;

/** A manual page as text for a terminal. */
final class ManualText {

  private static final int WIDTH = 80;
  private static final int INDENT = 7;
  private static final int DEEPER = 14;
  private static final String LINE = System.lineSeparator();

  private ManualText() {}

  /** All of it, with a line break at the end. */
  static String of(ManualPage page) {
    StringBuilder text = new StringBuilder();
    for (ManualPage.Section section : page.sections()) {
      text.append(text.isEmpty() ? "" : LINE).append(section.title()).append(LINE);
      section.blocks().forEach(block -> block(text, block));
    }
    return text.toString();
  }

  private static void block(StringBuilder text, ManualPage.Block block) {
    if (block instanceof ManualPage.Prose prose) {
      lines(text, INDENT, wrapped(prose.text(), WIDTH - INDENT));
    } else if (block instanceof ManualPage.Item item) {
      lines(text, INDENT, List.of(item.term()));
      lines(text, DEEPER, wrapped(item.text(), WIDTH - DEEPER));
    } else if (block instanceof ManualPage.Verbatim verbatim) {
      lines(text, INDENT, verbatim.lines());
    }
  }

  private static void lines(StringBuilder text, int indent, List<String> lines) {
    lines.forEach(line -> text.append(" ".repeat(indent)).append(line).append(LINE));
  }

  /** At blanks; a word that is longer than a line has one of its own. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}

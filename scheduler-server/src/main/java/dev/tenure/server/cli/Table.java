package dev.tenure.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text in columns, two blanks apart. Not thread-safe. */
final class Table {

  /** Columns whose cells begin with a state. */
  private static final Set<String> STATES = Set.of("STATE", "LAST");

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(List.of(heads));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** Whether there is no row but that of the heads. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The table, each row on a line of its own. */
  @Override
  public String toString() {
    return in(Ink.PLAIN);
  }

  /** The same, with its states in colours. */
  String in(Ink ink) {
    List<String> heads = rows.get(0);
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(STATES.contains(heads.get(column)) ? ink.state(cell) : cell)
            .append(" ".repeat(widths[column] - cell.length() + 2));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }
}

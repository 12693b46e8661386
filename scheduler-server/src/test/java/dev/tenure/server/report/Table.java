package dev.tenure.server.report;

import java.util.ArrayList;
import java.util.List;

/** A table of figures. Columns whose cells all look like numbers stand on the right. */
public final class Table {

  private static final String NUMBER = "[-+±~]?[0-9][0-9,.]*( ?%| [A-Za-zµ/ ]{1,12})?|–|";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();

  /** A table without rows yet. */
  public Table(String... heads) {
    this.heads = List.of(heads);
  }

  /** Adds a row; it must have as many cells as the table has columns. */
  public Table row(String... cells) {
    return row("", cells);
  }

  /** Adds a row that tells of something wrong. */
  public Table badRow(String... cells) {
    return row("bad", cells);
  }

  private Table row(String kind, String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + heads.size() + " columns");
    }
    rows.add(List.of(cells));
    kinds.add(kind);
    return this;
  }

  Html html() {
    StringBuilder out = new StringBuilder("<div class=\"table\"><table><thead><tr>");
    for (int column = 0; column < heads.size(); column++) {
      out.append("<th").append(css(column)).append('>').append(Html.text(heads.get(column)));
      out.append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (int row = 0; row < rows.size(); row++) {
      out.append(kinds.get(row).isEmpty() ? "<tr>" : "<tr class=\"" + kinds.get(row) + "\">");
      for (int column = 0; column < heads.size(); column++) {
        out.append("<td").append(css(column)).append('>');
        out.append(Html.text(rows.get(row).get(column))).append("</td>");
      }
      out.append("</tr>\n");
    }
    return new Html(out.append("</tbody></table></div>\n").toString());
  }

  private String css(int column) {
    boolean figures =
        !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches(NUMBER));
    return figures ? " class=\"figure\"" : "";
  }
}

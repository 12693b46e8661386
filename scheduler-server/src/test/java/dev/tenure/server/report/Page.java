package dev.tenure.server.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One HTML page, from top to bottom. It loads nothing, so it may be mailed or kept as it is. */
public final class Page {

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /** A page with nothing but its title. */
  public Page(String title) {
    this.title = title;
    add("h1", title);
  }

  /** Begins a section. */
  public Page section(String heading) {
    return add("h2", heading);
  }

  /** Adds a paragraph. */
  public Page text(String text) {
    return add("p", text);
  }

  /** Adds the outcome, in a line of its own that catches the eye. */
  public Page verdict(boolean good, String text) {
    body.append("<p class=\"verdict ").append(good ? "good" : "bad").append("\">");
    body.append(Html.text(text)).append("</p>\n");
    return this;
  }

  /** Adds lines that are meant to be copied, such as a command. */
  public Page code(String lines) {
    return add("pre", lines);
  }

  /** Adds a table. */
  public Page table(Table table) {
    return html(table.html());
  }

  /** Adds charts, two in a row where there is room. */
  public Page charts(List<LineChart> charts) {
    body.append("<div class=\"charts\">\n");
    charts.forEach(chart -> body.append(chart.html()));
    body.append("</div>\n");
    return this;
  }

  /** Adds markup of the caller's own, such as a drawing. */
  public Page html(Html markup) {
    body.append(markup);
    return this;
  }

  /** The whole page. */
  public String render() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(Html.text(title), Style.CSS, body);
  }

  /** Writes the page to a file, over what was there. */
  public void write(Path file) throws IOException {
    Files.writeString(file, render());
  }

  private Page add(String tag, String text) {
    body.append('<').append(tag).append('>').append(Html.text(text));
    body.append("</").append(tag).append(">\n");
    return this;
  }
}

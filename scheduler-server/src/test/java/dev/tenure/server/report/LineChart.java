package dev.tenure.server.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Values over time as lines, drawn as an SVG. The vertical axis begins at zero, so that flat lines
 * look flat and only those.
 */
public final class LineChart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 230;
  private static final int LEFT = 62;
  private static final int RIGHT = 12;
  private static final int TOP = 14;
  private static final int BOTTOM = 38;

  /** One value. */
  public record Point(double x, double y) {}

  private record Line(String name, List<Point> points) {}

  private record Mark(double x, String what) {}

  private record Band(double from, double to, String what) {}

  private final String title;
  private final String xUnit;
  private final String yUnit;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();

  /**
   * A chart without lines yet.
   *
   * @param xUnit what the horizontal axis counts, e.g. {@code minutes}
   * @param yUnit what the vertical axis counts, e.g. {@code MiB}
   */
  public LineChart(String title, String xUnit, String yUnit) {
    this.title = title;
    this.xUnit = xUnit;
    this.yUnit = yUnit;
  }

  /** Adds a line; its points in the order of x. */
  public LineChart line(String name, List<Point> points) {
    lines.add(new Line(name, List.copyOf(points)));
    return this;
  }

  /** Adds something that happened at one instant. */
  public LineChart mark(double x, String what) {
    marks.add(new Mark(x, what));
    return this;
  }

  /** Adds a stretch that is drawn apart. */
  public LineChart band(double from, double to, String what) {
    bands.add(new Band(from, to, what));
    return this;
  }

  Html html() {
    StringBuilder out = new StringBuilder("<figure class=\"chart\"><figcaption>");
    out.append(Html.text(title)).append(" <span class=\"unit\">").append(Html.text(yUnit));
    out.append("</span></figcaption>\n");
    if (lines.stream().allMatch(line -> line.points().isEmpty())) {
      return new Html(
          out.append("<p class=\"quiet\">nothing was measured</p></figure>\n").toString());
    }
    Scale x = Scale.over(least(Comparator.comparingDouble(Point::x)).x(), most(Point::x), 10);
    double floor = Math.min(0, least(Comparator.comparingDouble(Point::y)).y());
    Scale y = Scale.over(floor, most(Point::y), 5);
    out.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    out.append("\" role=\"img\" aria-label=\"").append(Html.text(title)).append("\">\n");
    bands(out, x);
    grid(out, x, y);
    marks(out, x);
    for (int i = 0; i < lines.size(); i++) {
      polyline(out, lines.get(i), i, x, y);
    }
    out.append("</svg>\n");
    legend(out);
    return new Html(out.append("</figure>\n").toString());
  }

  private void bands(StringBuilder out, Scale x) {
    for (Band band : bands) {
      double from = across(x, Math.max(x.from(), band.from()));
      double width = across(x, Math.min(x.to(), band.to())) - from;
      if (width > 0) {
        out.append(
            svg(
                "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\">",
                from, TOP, width, HEIGHT - TOP - BOTTOM));
        out.append("<title>").append(Html.text(band.what())).append("</title></rect>\n");
      }
    }
  }

  private void grid(StringBuilder out, Scale x, Scale y) {
    for (double tick : y.ticks()) {
      double at = down(y, tick);
      out.append(
          svg(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - RIGHT, at, at));
      out.append(
          svg(
              "<text class=\"y\" x=\"%d\" y=\"%.1f\">%s</text>\n",
              LEFT - 6, at + 4, y.label(tick)));
    }
    for (double tick : x.ticks()) {
      out.append(
          svg(
              "<text class=\"x\" x=\"%.1f\" y=\"%d\">%s</text>",
              across(x, tick), HEIGHT - BOTTOM + 16, x.label(tick)));
    }
    out.append(
        svg(
            "<text class=\"x\" x=\"%d\" y=\"%d\">%s</text>\n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, Html.text(xUnit)));
  }

  private void marks(StringBuilder out, Scale x) {
    for (Mark mark : marks) {
      double at = across(x, mark.x());
      out.append(
          svg(
              "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\">",
              at, at, TOP, HEIGHT - BOTTOM));
      out.append("<title>").append(Html.text(mark.what())).append("</title></line>\n");
    }
  }

  private void polyline(StringBuilder out, Line line, int index, Scale x, Scale y) {
    out.append("<polyline class=\"line s").append(index % 6).append("\" points=\"");
    for (Point point : line.points()) {
      out.append(svg("%.1f,%.1f ", across(x, point.x()), down(y, point.y())));
    }
    out.append("\"><title>").append(Html.text(line.name())).append("</title></polyline>\n");
  }

  private void legend(StringBuilder out) {
    if (lines.size() < 2) {
      return;
    }
    out.append("<ul class=\"legend\">");
    for (int i = 0; i < lines.size(); i++) {
      out.append("<li><i class=\"s").append(i % 6).append("\"></i>");
      out.append(Html.text(lines.get(i).name())).append("</li>");
    }
    out.append("</ul>\n");
  }

  private Point least(Comparator<Point> order) {
    return lines.stream().flatMap(line -> line.points().stream()).min(order).orElseThrow();
  }

  private double most(ToDoubleFunction<Point> value) {
    return lines.stream().flatMap(l -> l.points().stream()).mapToDouble(value).max().orElseThrow();
  }

  private static double across(Scale x, double value) {
    return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double down(Scale y, double value) {
    return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String svg(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

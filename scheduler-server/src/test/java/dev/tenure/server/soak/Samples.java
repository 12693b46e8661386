package dev.tenure.server.soak;

import dev.tenure.server.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, in the order in which gauges came up. Belongs to one thread. */
final class Samples {

  private final Map<Gauge, List<Point>> points = new LinkedHashMap<>();

  /** Adds a value; {@code minutes} since the beginning. */
  void add(Gauge gauge, double minutes, double value) {
    points.computeIfAbsent(gauge, g -> new ArrayList<>()).add(new Point(minutes, value));
  }

  Map<Gauge, List<Point>> points() {
    return points;
  }

  /** The last value. */
  double last(Gauge gauge) {
    List<Point> all = points.get(gauge);
    return all.get(all.size() - 1).y();
  }

  /** All values, one a line. */
  String csv() {
    StringBuilder out = new StringBuilder("what,where,unit,minutes,value\n");
    points.forEach(
        (gauge, all) ->
            all.forEach(
                point ->
                    out.append(gauge.what())
                        .append(',')
                        .append(gauge.where())
                        .append(',')
                        .append(gauge.unit())
                        .append(',')
                        .append(point.x())
                        .append(',')
                        .append(point.y())
                        .append('\n')));
    return out.toString();
  }
}

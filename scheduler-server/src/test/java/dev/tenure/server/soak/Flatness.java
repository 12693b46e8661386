package dev.tenure.server.soak;

import dev.tenure.server.report.LineChart.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a line is flat, looked at in two ways, each by medians, so that single peaks and saw
 * teeth (collections of garbage, compactions) do not count:
 *
 * <ul>
 *   <li>the growth by the slope of Theil and Sen, the median of the slopes between all pairs of
 *       points: finds what grows slowly and all the time;
 *   <li>the median of the last fifth over that of the first: finds what began to grow late, or grew
 *       in one step.
 * </ul>
 *
 * <p>Neither may exceed the tolerance. What falls is not a leak.
 *
 * @param values how many values there were
 * @param level the median
 * @param growth what the slope makes of the whole time
 * @param step the median of the last fifth less that of the first
 * @param allowed the tolerance at this level
 */
record Flatness(int values, double level, double growth, double step, double allowed) {

  private static final int FEWEST = 10;

  /** Looks at the points; those of the warm-up must have been left out. */
  static Flatness of(List<Point> points, Tolerance tolerance) {
    if (points.size() < FEWEST) {
      return new Flatness(points.size(), 0, Double.NaN, Double.NaN, 0);
    }
    double level = median(points.stream().mapToDouble(Point::y).toArray());
    double span = points.get(points.size() - 1).x() - points.get(0).x();
    int fifth = points.size() / 5;
    double first = median(ys(points.stream().limit(fifth)));
    double last = median(ys(points.stream().skip(points.size() - fifth)));
    return new Flatness(
        points.size(), level, slope(points) * span, last - first, tolerance.of(level));
  }

  /** Also false when there were too few values to say anything. */
  boolean flat() {
    return growth <= allowed && step <= allowed;
  }

  private static double slope(List<Point> points) {
    int n = points.size();
    double[] slopes = new double[n * (n - 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double dx = points.get(j).x() - points.get(i).x();
        slopes[next++] = dx > 0 ? (points.get(j).y() - points.get(i).y()) / dx : 0;
      }
    }
    return median(slopes);
  }

  private static double[] ys(Stream<Point> points) {
    return points.mapToDouble(Point::y).toArray();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

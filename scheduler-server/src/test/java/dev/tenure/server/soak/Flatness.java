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
 * <p>Neither may exceed the tolerance by more than chance explains: of the slope the lower bound of
 * Sen's interval of confidence counts, of the difference that which is left of it after the scatter
 * of the two medians. A steady line has no scatter, so one lease too many is seen; a saw tooth has
 * much. What falls is not a leak.
 *
 * @param values how many values there were
 * @param level the median
 * @param growth what the slope makes of the whole time
 * @param sureGrowth the least that it makes of it, by 99 %
 * @param step the median of the last fifth less that of the first
 * @param sureStep the same less what scatter explains, by 99 %
 * @param allowed the tolerance at this level
 */
record Flatness(
    int values,
    double level,
    double growth,
    double sureGrowth,
    double step,
    double sureStep,
    double allowed) {

  private static final int FEWEST = 10;

  /** Of the normal distribution, one-sided, for 99 %. */
  private static final double Z = 2.33;

  /** What the deviation of a median is to the median deviation of its values, of many. */
  private static final double MEDIAN_ERROR = 1.25 * 1.48;

  /** Looks at the points; those of the warm-up must have been left out. */
  static Flatness of(List<Point> points, Tolerance tolerance) {
    int count = points.size();
    if (count < FEWEST) {
      double none = Double.NaN;
      return new Flatness(count, 0, none, none, none, none, 0);
    }
    double level = median(ys(points.stream()));
    double span = points.get(count - 1).x() - points.get(0).x();
    double[] slopes = slopes(points);
    // Sen's interval: so many slopes on each side of the median one are as good as it is.
    double spread = Z * Math.sqrt(count * (count - 1.0) * (2 * count + 5) / 18) / 2;
    double lowest = slopes[(int) Math.max(0, slopes.length / 2.0 - spread)];
    int fifth = count / 5;
    double[] first = ys(points.stream().limit(fifth));
    double[] last = ys(points.stream().skip(count - fifth));
    double step = median(last) - median(first);
    double scatter = Z * Math.hypot(medianError(first), medianError(last));
    return new Flatness(
        count,
        level,
        median(slopes) * span,
        lowest * span,
        step,
        step - scatter,
        tolerance.of(level));
  }

  /** Also false when there were too few values to say anything. */
  boolean flat() {
    return sureGrowth <= allowed && sureStep <= allowed;
  }

  /** Between all pairs of points, sorted. */
  private static double[] slopes(List<Point> points) {
    int n = points.size();
    double[] slopes = new double[n * (n - 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double dx = points.get(j).x() - points.get(i).x();
        slopes[next++] = dx > 0 ? (points.get(j).y() - points.get(i).y()) / dx : 0;
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  private static double medianError(double[] values) {
    double middle = median(values);
    double deviation = median(Arrays.stream(values).map(y -> Math.abs(y - middle)).toArray());
    return MEDIAN_ERROR * deviation / Math.sqrt(values.length);
  }

  private static double[] ys(Stream<Point> points) {
    return points.mapToDouble(Point::y).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package dev.tenure.server.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis whose ticks are round numbers.
 *
 * @param from the first tick
 * @param step the distance of two ticks
 * @param steps how many steps the axis has, at least 1
 */
record Scale(double from, double step, int steps) {

  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** The scale with at most so many steps on which both values, and all between them, stand. */
  static Scale over(double least, double most, int atMost) {
    double span = most > least ? most - least : Math.max(1, Math.abs(most));
    double raw = span / atMost;
    double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double round : ROUND) {
      double step = round * magnitude;
      double from = Math.floor(least / step + 1e-9) * step;
      int steps = Math.max(1, (int) Math.ceil((least + span - from) / step - 1e-9));
      if (steps <= atMost) {
        return new Scale(from, step, steps);
      }
    }
    return over(least, least + span * 1.5, atMost);
  }

  double to() {
    return from + step * steps;
  }

  /** Where a value stands: 0 at the beginning of the axis, 1 at its end. */
  double share(double value) {
    return (value - from) / (to() - from);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** A tick in words, with as many decimals as the distance of two ticks asks for. */
  String label(double tick) {
    int decimals = 0;
    for (double s = step; decimals < 6 && Math.abs(s - Math.rint(s)) > 1e-6; s *= 10) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick == 0 ? 0.0 : tick);
  }
}

package dev.tenure.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one measurement gave.
 *
 * @param bench the bench
 * @param variant what of it
 * @param figures names with their units, and numbers or words, in the order in which they are shown
 */
record Result(String bench, String variant, Map<String, Object> figures) {

  /** Without figures yet. */
  static Result of(String bench, String variant) {
    return new Result(bench, variant, new LinkedHashMap<>());
  }

  /** Adds one figure. */
  Result with(String name, Object value) {
    figures.put(name, value instanceof Double number ? rounded(number) : value);
    return this;
  }

  /** Adds all of these. */
  Result with(Map<String, ?> more) {
    more.forEach(this::with);
    return this;
  }

  /** Three digits are more than such a figure is worth; large numbers are whole. */
  private static Object rounded(double number) {
    if (Math.abs(number) >= 1000) {
      return Math.round(number);
    }
    double scale = Math.abs(number) >= 10 ? 10 : Math.abs(number) >= 0.1 ? 100 : 10_000;
    return Math.round(number * scale) / scale;
  }
}

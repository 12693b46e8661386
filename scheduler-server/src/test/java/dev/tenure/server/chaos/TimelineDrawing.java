package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.Injection;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.server.report.Html;
import dev.tenure.verify.Fact;
import dev.tenure.verify.Finding;
import dev.tenure.verify.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Faults, leaders, begins of runs and skipped slots over time, in one drawing with lanes. */
final class TimelineDrawing {

  private static final int LEFT = 110;
  private static final int LANE = 16;
  private static final int COUNTS = 60;

  private final Outcome outcome;
  private final Instant from;
  private final double seconds;
  private final int width;
  private final StringBuilder out = new StringBuilder();
  private int y = 14;

  private TimelineDrawing(Outcome outcome) {
    this.outcome = outcome;
    from = outcome.past().began();
    seconds = Math.max(1, at(outcome.past().drained()));
    width = (int) Math.max(900, Math.min(6000, seconds * 6));
  }

  static Html of(Outcome outcome) {
    return new TimelineDrawing(outcome).draw();
  }

  private double at(Instant instant) {
    return Duration.between(from, instant).toMillis() / 1000.0;
  }

  private double x(double second) {
    return LEFT + Math.max(0, Math.min(seconds, second)) / seconds * (width - LEFT - 10);
  }

  private Html draw() {
    axis();
    faults();
    leaders();
    counts("begins", begins(), "s0");
    counts("skipped", skipped(), "s3");
    findings();
    double calm = x(at(outcome.past().calm()));
    add(
        "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"><title>all is healed"
            + "</title></line>",
        calm, calm, y);
    return new Html(
        "<div style=\"overflow-x:auto\"><svg style=\"width:"
            + width
            + "px;max-width:none\" viewBox=\"0 0 "
            + width
            + " "
            + (y + 10)
            + "\" role=\"img\" aria-label=\"time line\">\n"
            + out
            + "</svg></div>\n");
  }

  private void axis() {
    int step = seconds > 900 ? 60 : seconds > 120 ? 30 : 10;
    for (int tick = 0; tick <= seconds; tick += step) {
      add("<text class=\"x\" x=\"%.1f\" y=\"%d\">%d s</text>\n", x(tick), y, tick);
    }
    y += 10;
  }

  private void faults() {
    Map<String, List<Injection>> lanes = new TreeMap<>();
    for (Injection injection : outcome.past().injections()) {
      lanes.computeIfAbsent(injection.kind().word(), kind -> new ArrayList<>()).add(injection);
    }
    lanes.forEach(
        (kind, injections) -> {
          label(kind);
          for (Injection injection : injections) {
            bar(
                at(injection.began()),
                at(injection.ended()),
                injection.bit() ? "fill:var(--s1)" : "fill:none;stroke:var(--quiet)",
                injection.toString());
          }
          y += LANE;
        });
  }

  private void leaders() {
    Map<String, List<Timeline.Lead>> lanes = new TreeMap<>();
    outcome
        .evidence()
        .timeline()
        .ifPresent(
            timeline ->
                timeline
                    .leaders()
                    .forEach(
                        lead ->
                            lanes
                                .computeIfAbsent(lead.node(), node -> new ArrayList<>())
                                .add(lead)));
    lanes.forEach(
        (node, leads) -> {
          label(node + " leads");
          for (Timeline.Lead lead : leads) {
            bar(at(lead.from()), at(lead.to()), "fill:var(--s2)", "term " + lead.term());
          }
          y += LANE;
        });
  }

  private void label(String text) {
    add("<text x=\"0\" y=\"%d\">%s</text>", y + 11, Html.text(text));
    add(
        "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n",
        LEFT, width - 10, y + LANE - 1, y + LANE - 1);
  }

  private void bar(double begin, double end, String style, String title) {
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" style=\"%s\"><title>%s</title></rect>\n",
        x(begin), y + 2, Math.max(1.5, x(end) - x(begin)), LANE - 5, style, Html.text(title));
  }

  private int[] begins() {
    int[] counts = new int[(int) seconds + 1];
    for (Witness line : outcome.past().witnesses()) {
      if (line.start()) {
        count(counts, at(Instant.ofEpochMilli(line.wall())), 1);
      }
    }
    return counts;
  }

  private int[] skipped() {
    int[] counts = new int[(int) seconds + 1];
    for (Fact fact : outcome.evidence().ledger().facts()) {
      if (fact instanceof Fact.Passed passed) {
        passed
            .ranges()
            .forEach(range -> count(counts, at(passed.stamp().at()), (int) range.count()));
      }
    }
    return counts;
  }

  private static void count(int[] counts, double second, int how) {
    if (second >= 0 && second < counts.length) {
      counts[(int) second] += how;
    }
  }

  private void counts(String what, int[] perSecond, String color) {
    int most = 1;
    for (int count : perSecond) {
      most = Math.max(most, count);
    }
    add("<text x=\"0\" y=\"%d\">%s a second</text>", y + COUNTS / 2, what);
    add("<text x=\"0\" y=\"%d\">at most %d</text>\n", y + COUNTS / 2 + 13, most);
    double bar = (width - LEFT - 10) / seconds;
    for (int second = 0; second < perSecond.length; second++) {
      if (perSecond[second] > 0) {
        double height = (COUNTS - 6) * (double) perSecond[second] / most;
        add(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" style=\"fill:var(--%s)\">"
                + "<title>%d s: %d</title></rect>\n",
            x(second),
            y + COUNTS - height,
            Math.max(0.5, bar - 0.5),
            height,
            color,
            second,
            perSecond[second]);
      }
    }
    y += COUNTS + 6;
  }

  private void findings() {
    List<Finding> found =
        outcome.verdict().findings().stream().filter(f -> f.slot().isPresent()).limit(200).toList();
    if (found.isEmpty()) {
      return;
    }
    label("findings");
    for (Finding finding : found) {
      double second = at(finding.slot().orElseThrow());
      bar(second, second, "fill:var(--bad)", finding.toString());
    }
    y += LANE;
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }
}

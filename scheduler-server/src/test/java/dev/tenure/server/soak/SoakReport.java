package dev.tenure.server.soak;

import dev.tenure.server.report.LineChart;
import dev.tenure.server.report.Page;
import dev.tenure.server.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome of a trial as a page. */
final class SoakReport {

  private SoakReport() {}

  static Page of(SoakOutcome outcome) {
    Page page = new Page("Soak: " + outcome.options().minutes() + " minutes of a cluster");
    page.verdict(outcome.good(), outcome.sentence());
    page.section("To repeat it").code(outcome.options().command());
    page.section("What ran").table(facts(outcome));
    page.section("What was measured, and how it was judged");
    page.text(
        "The first fifth is warm-up. After it, each line is looked at twice: the median of the slopes"
            + " between all its points (Theil and Sen), over the whole time, and the median of its"
            + " last fifth less that of its first. What is left of each when scatter is taken off"
            + " (by 99 %) must not exceed what is allowed. The node that is started again is drawn"
            + " but, for its own processes, not judged.");
    page.table(lines(outcome));
    page.section("The lines");
    page.text("Dotted: a change of the leader. Shaded: warm-up. Every axis begins at zero.");
    page.charts(charts(outcome));
    page.section("Changes of the leader").table(changes(outcome));
    return page;
  }

  private static Table facts(SoakOutcome outcome) {
    SoakOptions options = outcome.options();
    Table table = new Table("what", "figure");
    table.row("begun", outcome.begun().toString());
    table.row("minutes", figure(options.minutes()));
    table.row("node processes", figure(options.nodes()));
    table.row("etcd", String.join(" ", SoakCluster.ETCD));
    table.row("changes of the leader", figure(outcome.changes().size()));
    table.row("runs claimed", figure(outcome.claimed()));
    table.row("runs claimed per second", figure(outcome.claimed() / 60.0 / options.minutes()));
    table.row("runs asked for by hand", figure(outcome.asked()));
    outcome.counts().forEach((what, count) -> table.row("journal: " + what, figure(count)));
    table.row(
        "machine",
        "%d processors, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version()));
    return table;
  }

  private static Table lines(SoakOutcome outcome) {
    Table table =
        new Table("line", "unit", "level", "growth", "sure", "last − first", "sure", "allowed", "");
    for (SoakOutcome.Judged judged : outcome.judged()) {
      Flatness line = judged.flatness();
      String[] cells = {
        judged.gauge().toString(),
        judged.gauge().unit(),
        figure(line.level()),
        figure(line.growth()),
        figure(line.sureGrowth()),
        figure(line.step()),
        figure(line.sureStep()),
        figure(line.allowed()),
        line.flat() ? "flat" : "not flat"
      };
      if (line.flat()) {
        table.row(cells);
      } else {
        table.badRow(cells);
      }
    }
    return table;
  }

  private static List<LineChart> charts(SoakOutcome outcome) {
    Map<String, LineChart> charts = new LinkedHashMap<>();
    outcome
        .samples()
        .points()
        .forEach(
            (gauge, points) ->
                charts
                    .computeIfAbsent(
                        gauge.what(), what -> new LineChart(what, "minutes", gauge.unit()))
                    .line(gauge.where(), points));
    for (LineChart chart : charts.values()) {
      chart.band(0, outcome.options().minutes() / 5.0, "warm-up");
      outcome.changes().forEach(change -> chart.mark(change.minutes(), change.what()));
    }
    return new ArrayList<>(charts.values());
  }

  private static Table changes(SoakOutcome outcome) {
    Table table = new Table("minute", "what");
    outcome.changes().forEach(change -> table.row(figure(change.minutes()), change.what()));
    return table;
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.1f", value);
  }

  private static String figure(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

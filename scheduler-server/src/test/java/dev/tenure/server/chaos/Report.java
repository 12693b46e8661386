package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.Injection;
import dev.tenure.server.chaos.record.Recorded;
import dev.tenure.server.chaos.workload.Action;
import dev.tenure.server.chaos.workload.GuardedRegister;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.server.report.Page;
import dev.tenure.server.report.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes a trial down: a page, and after a failure everything that it was judged by. */
final class Report {

  private static final int MOST_FINDINGS = 300;

  private Report() {}

  /** Writes the page; answers where it is. */
  static Path write(Outcome outcome) throws IOException {
    Path folder = Files.createDirectories(outcome.options().report());
    Path file = folder.resolve("chaos-" + outcome.options().seed() + ".html");
    page(outcome).write(file);
    return file;
  }

  static Page page(Outcome outcome) {
    Figures figures = Figures.of(outcome);
    Page page = new Page("Chaos, seed " + outcome.options().seed());
    page.verdict(outcome.good(), outcome.verdict().toString().lines().findFirst().orElse(""));
    page.text(figures.summary(outcome));
    page.section("To repeat it").code(outcome.options().command());
    findings(page, outcome);
    page.section("Time line").html(TimelineDrawing.of(outcome));
    page.section("Figures");
    page.table(counts("faults", figures.faults()));
    page.text(figures.notInjected() + " faults were drawn and had no effect.");
    page.table(counts("runs by end", figures.ends()));
    page.table(counts("runs by cause", figures.kinds()));
    page.table(counts("skipped slots", outcome.verdict().skipped()));
    page.table(counts("what the operator asked", figures.actions()));
    page.table(
        new Table("what", "how much")
            .row("terms", Integer.toString(figures.terms()))
            .row("slots judged", Long.toString(outcome.verdict().slots()))
            .row("begins that jobs wrote", Long.toString(figures.starts()))
            .row("longest time without a begin", figures.worstGap().toMillis() + " ms")
            .row("zombie writes that were refused", Long.toString(figures.zombies())));
    page.section("Faults");
    Table faults = new Table("#", "what", "whom", "how", "began", "ended", "seen");
    for (Injection one : outcome.past().injections()) {
      faults.row(
          Integer.toString(one.number()),
          one.kind().word(),
          one.target(),
          one.detail(),
          one.began().toString(),
          one.ended().toString(),
          (one.bit() ? "" : "NOT INJECTED: ") + one.evidence());
    }
    return page.table(faults);
  }

  private static void findings(Page page, Outcome outcome) {
    page.section("Findings");
    if (outcome.good()) {
      page.text("None.");
      return;
    }
    Table findings = new Table("condition", "what");
    outcome.verdict().findings().stream()
        .limit(MOST_FINDINGS)
        .forEach(f -> findings.badRow(f.condition().name(), f.toString()));
    outcome.troubles().stream()
        .limit(MOST_FINDINGS)
        .forEach(trouble -> findings.badRow("–", trouble));
    page.table(findings);
  }

  private static Table counts(String what, Map<?, ? extends Number> counts) {
    Table table = new Table(what, "how many");
    counts.forEach((name, count) -> table.row(name.toString(), count.toString()));
    return table;
  }

  /** Keeps what a failed trial was judged by, and the logs of its nodes. */
  static Path keep(Outcome outcome, Path trial) throws IOException {
    Path kept =
        Files.createDirectories(
            outcome.options().report().resolve("chaos-" + outcome.options().seed()));
    lines(kept.resolve("etcd.lines"), outcome.past().heard(), Recorded::toString);
    lines(kept.resolve("witnesses.lines"), outcome.past().witnesses(), Witness::toString);
    lines(kept.resolve("register.lines"), outcome.past().writes(), GuardedRegister.Write::toString);
    lines(kept.resolve("operator.lines"), outcome.past().actions(), Action::toString);
    lines(kept.resolve("faults.lines"), outcome.past().injections(), Injection::toString);
    lines(kept.resolve("findings.lines"), outcome.verdict().findings(), Object::toString);
    lines(kept.resolve("troubles.lines"), outcome.troubles(), text -> text);
    try (Stream<Path> files = Files.walk(trial)) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".log") || f.endsWith("jobs.conf")).toList()) {
        String name = trial.relativize(file).toString().replace('/', '-');
        Files.copy(file, kept.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return kept;
  }

  private static <T> void lines(Path file, List<T> things, Function<T, String> text)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (T thing : things) {
        out.write(text.apply(thing));
        out.newLine();
      }
    }
  }
}

package dev.tenure.server.cli;

import dev.tenure.json.JsonWriter;
import dev.tenure.model.JobName;
import dev.tenure.verify.Finding;
import dev.tenure.verify.GroupVerdict;
import dev.tenure.verify.NotJudged;
import dev.tenure.verify.Tally;
import dev.tenure.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the checker says, for people and for programs. */
final class VerdictText {

  /** More findings than a person reads at once. */
  private static final int SHOWN = 100;

  private VerdictText() {}

  static String table(List<GroupVerdict> verdicts) {
    StringBuilder text = new StringBuilder();
    verdicts.forEach(verdict -> group(text, verdict));
    return text.toString();
  }

  private static void group(StringBuilder text, GroupVerdict of) {
    Verdict verdict = of.verdict();
    line(
        text,
        "group %s: missed %,d, doubled %,d, unaccounted %,d over %,d slots of %,d jobs%s"
            .formatted(
                of.group(),
                verdict.count(Tally.MISSED),
                verdict.count(Tally.DOUBLED),
                verdict.count(Tally.UNACCOUNTED),
                verdict.slots(),
                of.jobs(),
                of.since().map(since -> " since " + since).orElse("")));
    line(text, "  at %s, %s".formatted(of.taken(), leader(of)));
    if (!verdict.skipped().isEmpty()) {
      line(
          text,
          "  skipped with a reason: "
              + verdict.skipped().entrySet().stream()
                  .map(entry -> "%s %,d".formatted(entry.getKey().word(), entry.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    for (NotJudged left : of.notJudged()) {
      line(
          text,
          "  not judged: slots of %,d triggers, up to %s at most: %s"
              .formatted(left.triggers(), left.upTo(), left.reason().sentence()));
    }
    if (!verdict.isGood()) {
      line(text, "");
      text.append(findings(verdict.findings()));
      line(text, "");
      VerdictAdvice.of(verdict.findings(), of.leader().isPresent())
          .forEach(advice -> line(text, advice));
    }
  }

  private static String leader(GroupVerdict of) {
    return of.leader().map(node -> "led by node " + node).orElse("nobody leads");
  }

  private static String findings(List<Finding> findings) {
    Table table = new Table("WHAT", "JOB", "SLOT", "COUNT", "EVIDENCE");
    findings.stream()
        .limit(SHOWN)
        .forEach(
            finding ->
                table.row(
                    finding.condition() + " " + word(finding),
                    finding.job().map(JobName::value).orElse("-"),
                    finding.slot().map(Object::toString).orElse("-"),
                    "%,d".formatted(finding.count()),
                    finding.sentence()));
    int more = findings.size() - SHOWN;
    return table + (more > 0 ? "and %,d more; -o json has all%n".formatted(more) : "");
  }

  private static String word(Finding finding) {
    return finding.breach().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

  static String json(List<GroupVerdict> verdicts) {
    Map<String, Object> groups = new LinkedHashMap<>();
    verdicts.forEach(verdict -> groups.put(verdict.group().value(), tree(verdict)));
    byte[] json = new JsonWriter().object().tree("groups", groups).end().toBytes();
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> tree(GroupVerdict of) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Tally tally : Tally.values()) {
      tree.put(tally.name().toLowerCase(Locale.ROOT), of.verdict().count(tally));
    }
    tree.put("slots", of.verdict().slots());
    tree.put("runs", of.verdict().runs());
    tree.put("jobs", of.jobs());
    tree.put("triggers", of.triggers());
    of.since().ifPresent(since -> tree.put("since", since.toString()));
    tree.put("taken", of.taken().toString());
    of.leader().ifPresent(leader -> tree.put("leader", leader));
    Map<String, Object> skipped = new LinkedHashMap<>();
    of.verdict().skipped().forEach((reason, count) -> skipped.put(reason.word(), count));
    tree.put("skipped", skipped);
    tree.put("notJudged", of.notJudged().stream().map(VerdictText::tree).toList());
    tree.put("findings", of.verdict().findings().stream().map(VerdictText::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(NotJudged left) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("reason", left.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    tree.put("triggers", left.triggers());
    tree.put("upTo", left.upTo().toString());
    return tree;
  }

  private static Map<String, Object> tree(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("condition", finding.condition().name());
    tree.put("what", word(finding));
    tree.put("counts", finding.breach().tally().name().toLowerCase(Locale.ROOT));
    finding.job().ifPresent(job -> tree.put("job", job.value()));
    finding.trigger().ifPresent(trigger -> tree.put("trigger", trigger.value()));
    finding.slot().ifPresent(slot -> tree.put("slot", slot.toString()));
    tree.put("count", finding.count());
    tree.put("runs", finding.runs().stream().map(Object::toString).toList());
    tree.put("evidence", finding.sentence());
    return tree;
  }
}

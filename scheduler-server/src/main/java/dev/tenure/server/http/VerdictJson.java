package dev.tenure.server.http;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.node.LedgerVerdicts.Judging;
import dev.tenure.verify.Finding;
import dev.tenure.verify.GroupVerdict;
import dev.tenure.verify.NotJudged;
import dev.tenure.verify.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Verdicts as the interface shows them. */
final class VerdictJson {

  /** More than a person reads; `tenure verify -o json` has all. */
  private static final int FINDINGS = 100;

  private VerdictJson() {}

  static Map<String, Object> of(GroupName group, Optional<Judging> last) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.value());
    json.put("state", last.map(VerdictJson::state).orElse("NONE"));
    last.ifPresent(
        judging -> {
          json.put("from", Times.text(judging.window().from()));
          json.put("to", Times.text(judging.window().to()));
          if (judging instanceof Judging.Running running) {
            json.put("since", Times.text(running.since()));
          } else if (judging instanceof Judging.Failed failed) {
            json.put("why", failed.why());
          } else if (judging instanceof Judging.Done done) {
            json.put("verdict", verdict(done.verdict()));
          }
        });
    return json;
  }

  private static String state(Judging judging) {
    if (judging instanceof Judging.Running) {
      return "RUNNING";
    }
    return judging instanceof Judging.Done ? "DONE" : "FAILED";
  }

  private static Map<String, Object> verdict(GroupVerdict of) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Tally tally : Tally.values()) {
      json.put(tally.name().toLowerCase(Locale.ROOT), of.verdict().count(tally));
    }
    json.put("slots", of.verdict().slots());
    json.put("runs", of.verdict().runs());
    json.put("jobs", of.jobs());
    json.put("triggers", of.triggers());
    json.put("since", of.since().map(Times::text));
    json.put("taken", Times.text(of.taken()));
    json.put("leader", of.leader());
    Map<String, Object> skipped = new LinkedHashMap<>();
    of.verdict().skipped().forEach((reason, count) -> skipped.put(reason.word(), count));
    json.put("skipped", skipped);
    json.put("notJudged", of.notJudged().stream().map(VerdictJson::left).toList());
    List<Finding> findings = of.verdict().findings();
    json.put("findings", findings.stream().limit(FINDINGS).map(VerdictJson::finding).toList());
    json.put("moreFindings", Math.max(0, findings.size() - FINDINGS));
    return json;
  }

  private static Map<String, Object> left(NotJudged left) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reason", word(left.reason()));
    json.put("sentence", left.reason().sentence());
    json.put("triggers", left.triggers());
    json.put("upTo", Times.text(left.upTo()));
    return json;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("condition", finding.condition().name());
    json.put("what", word(finding.breach()));
    json.put("counts", finding.breach().tally().name().toLowerCase(Locale.ROOT));
    json.put("job", finding.job().map(JobName::value));
    json.put("trigger", finding.trigger().map(TriggerName::value));
    json.put("slot", finding.slot().map(Times::text));
    json.put("count", finding.count());
    json.put("runs", finding.runs().stream().map(RunId::toString).toList());
    json.put("evidence", finding.sentence());
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.tenure.definition;

import dev.tenure.json.TypedData;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import dev.tenure.model.Retention;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs as JSON and back; what is as usual is left out. Their names are in their keys. */
final class JobJson {

  private JobJson() {}

  static Map<String, Object> write(JobSpec job) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", job.type());
    unless(tree, "durable", job.durable(), false);
    word(tree, "onLeaderLoss", job.onLeaderLoss(), OnLeaderLoss.LOSE);
    word(tree, "concurrency", job.concurrency(), Concurrency.ALLOW);
    tree.put("timeout", job.timeout());
    word(tree, "whenStuck", job.whenStuck(), WhenStuck.WAIT);
    tree.put("retry", job.retry().map(JobJson::retry));
    if (!job.retention().equals(JobSpec.DEFAULT_RETENTION)) {
      Map<String, Object> retention = new LinkedHashMap<>();
      retention.put("runs", job.retention().runs());
      retention.put("age", job.retention().age());
      tree.put("retention", retention);
    }
    if (!job.alerts().equals(JobAlerts.DEFAULT)) {
      tree.put("alerts", alerts(job.alerts()));
    }
    if (!job.data().isEmpty()) {
      tree.put("data", TypedData.write(new TreeMap<>(job.data())));
    }
    unless(tree, "description", job.description(), "");
    tree.put("owner", job.owner());
    if (!job.tags().isEmpty()) {
      tree.put("tags", job.tags());
    }
    word(tree, "source", job.source(), Source.API);
    tree.put("incarnation", job.incarnation());
    tree.put("edition", job.edition());
    tree.put("resting", job.resting().map(TriggerJson::writeResting));
    return tree;
  }

  static JobSpec read(JobName name, Fields json, Canon canon) {
    return new JobSpec(
        name,
        canon.of(json.required("type")),
        json.bool("durable", false),
        json.word("onLeaderLoss", OnLeaderLoss.class, OnLeaderLoss.LOSE),
        json.word("concurrency", Concurrency.class, Concurrency.ALLOW),
        canon.of(json.text("timeout", Duration::parse)),
        json.word("whenStuck", WhenStuck.class, WhenStuck.WAIT),
        canon.of(json.object("retry").map(JobJson::retry)),
        canon.of(
            json.object("retention").map(JobJson::retention).orElse(JobSpec.DEFAULT_RETENTION)),
        canon.of(json.object("alerts").map(JobJson::alerts).orElse(JobAlerts.DEFAULT)),
        json.data(),
        canon.of(json.text("description").orElse("")),
        canon.of(json.text("owner")),
        canon.of(json.texts("tags")),
        json.word("source", Source.class, Source.API),
        json.required("incarnation"),
        canon.of(json.required("edition")),
        json.object("resting").map(resting -> TriggerJson.readResting(name, resting, canon)));
  }

  private static Map<String, Object> alerts(JobAlerts alerts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    unless(tree, "enabled", alerts.enabled(), true);
    if (!alerts.channels().isEmpty()) {
      tree.put("channels", alerts.channels());
    }
    tree.put("expectSuccessWithin", alerts.expectSuccessWithin());
    return tree;
  }

  private static JobAlerts alerts(Fields json) {
    return new JobAlerts(
        json.bool("enabled", true),
        json.texts("channels"),
        json.text("expectSuccessWithin", Duration::parse));
  }

  private static Map<String, Object> retry(Retry retry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attempts", retry.attempts());
    tree.put("backOff", retry.backOff());
    tree.put("maxBackOff", retry.maxBackOff());
    tree.put("jitter", retry.jitter());
    return tree;
  }

  private static Retry retry(Fields json) {
    return new Retry(
        Math.toIntExact(json.json().requiredNumber("attempts")),
        Duration.parse(json.required("backOff")),
        Duration.parse(json.required("maxBackOff")),
        json.decimal("jitter", 0));
  }

  private static Retention retention(Fields json) {
    return new Retention(
        Math.toIntExact(json.json().requiredNumber("runs")), Duration.parse(json.required("age")));
  }

  static void unless(Map<String, Object> tree, String name, Object value, Object usual) {
    if (!value.equals(usual)) {
      tree.put(name, value);
    }
  }

  static void word(Map<String, Object> tree, String name, Enum<?> value, Enum<?> usual) {
    tree.put(name, Optional.of(value).filter(v -> v != usual).map(Fields::word));
  }
}
